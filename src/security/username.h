// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <optional>

namespace heliograph {

/// The most that a name or password of the PLAIN mechanism can have: its length is one byte.
inline constexpr qsizetype longestPlainField = 255;

/// What makes \a name unfit as a user's name in files of keys and passwords, and in logs: in words that go on after "a user's
/// name".
[[nodiscard]] std::optional<QString> userNameFault(const QString &name);

/// \a name in its normal form C, by which users are told apart however it was typed.
[[nodiscard]] QString normalUserName(const QString &name);

} // namespace heliograph
