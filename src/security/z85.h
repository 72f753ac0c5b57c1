// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

#include <optional>
#include <span>

namespace heliograph {

/// What CURVE calls a key, public or secret: bytes, and characters of Z85 (ZeroMQ's RFC 32).
inline constexpr std::size_t keySize = 32;
inline constexpr std::size_t keyTextSize = 40;

/// Writes \a key as Z85.
void toZ85(std::span<const uchar, keySize> key, std::span<uchar, keyTextSize> text);

/// Reads a key written as Z85. Otherwise says what is wrong with \a text, in words that go on after "the key", and of which
/// nobody learns what it is; \a key is then not to be used.
[[nodiscard]] std::optional<QString> fromZ85(QByteArrayView text, std::span<uchar, keySize> key);

} // namespace heliograph
