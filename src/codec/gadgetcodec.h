// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

#include <memory>

namespace heliograph {

/// The codec of a Q_GADGET: a map of its stored properties, which are resolved when it is first used, since a
/// gadget may hold lists of itself. Properties that are missing keep their value, unknown ones are passed over.
[[nodiscard]] std::unique_ptr<TypeCodec> makeGadgetCodec(QMetaType type);

} // namespace heliograph
