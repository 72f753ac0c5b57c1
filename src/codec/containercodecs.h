// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

#include <memory>

namespace heliograph {

/// The codec of a list, set, map or hash of which only the QMetaType is known; nullptr when \a type is none, or
/// when its elements cannot be sent.
[[nodiscard]] std::unique_ptr<TypeCodec> makeContainerCodec(QMetaType type);

} // namespace heliograph
