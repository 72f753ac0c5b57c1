// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

#include <optional>

namespace heliograph::qml {

/// An integer of 64 bits, signed or not, for scripts, whose numbers hold 53. A value type; sent as an integer.
class Int64
{
    Q_GADGET
public:
    Int64() = default;
    /// The number that \a text stands for in decimal; nothing when it is none, or has more bits.
    [[nodiscard]] static std::optional<Int64> fromText(const QString &text);

    [[nodiscard]] bool isNegative() const { return m_isNegative; }
    /// The number where it is negative, and where it is not.
    [[nodiscard]] qint64 toSigned() const { return qint64(m_bits); }
    [[nodiscard]] quint64 toUnsigned() const { return m_bits; }
    /// The number in decimal.
    Q_INVOKABLE QString toString() const
    {
        return m_isNegative ? QString::number(toSigned()) : QString::number(m_bits);
    }

private:
    quint64 m_bits = 0;
    bool m_isNegative = false;
};

} // namespace heliograph::qml
