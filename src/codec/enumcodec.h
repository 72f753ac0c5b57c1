// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/typecodec.h>

#include <memory>

namespace heliograph {

/// The codec of an enum known by Q_ENUM or Q_ENUM_NS, or of flags known by Q_FLAG or Q_FLAG_NS: an integer. Only
/// listed values pass, for flags only combinations of listed bits; the name of a value is read too. nullptr when
/// the values of \a type are not known.
[[nodiscard]] std::unique_ptr<TypeCodec> makeEnumCodec(QMetaType type);

} // namespace heliograph
