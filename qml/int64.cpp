// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "int64.h"

namespace heliograph::qml {

std::optional<Int64> Int64::fromText(const QString &text)
{
    Int64 number;
    bool isGood = false;
    number.m_isNegative = text.trimmed().startsWith(u'-');
    number.m_bits = number.m_isNegative ? quint64(text.toLongLong(&isGood)) : text.toULongLong(&isGood);
    return isGood ? std::optional(number) : std::nullopt;
}

} // namespace heliograph::qml
