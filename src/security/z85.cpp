// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/z85.h"

#include <QtCore/qstringbuilder.h>

#include <limits>
#include <string_view>

namespace heliograph {

namespace {

// Each five characters are the digits of a number to the base of 85, which is four bytes, the highest first.
constexpr std::string_view digits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
constexpr std::size_t groupText = 5;
constexpr std::size_t groupBytes = 4;
static_assert(digits.size() == 85);
static_assert(keyTextSize / groupText * groupBytes == keySize);

} // namespace

void toZ85(std::span<const uchar, keySize> key, std::span<uchar, keyTextSize> text)
{
    for (std::size_t group = 0; group < keySize / groupBytes; ++group) {
        quint32 number = 0;
        for (const uchar byte : key.subspan(group * groupBytes, groupBytes))
            number = number << 8 | byte;
        for (std::size_t i = groupText; i-- > 0; number /= 85)
            text[group * groupText + i] = uchar(digits[number % 85]);
    }
}

std::optional<QString> fromZ85(QByteArrayView text, std::span<uchar, keySize> key)
{
    if (std::size_t(text.size()) != keyTextSize) {
        return QStringLiteral("has %1 characters, expected %2 of Z85 (ZeroMQ's RFC 32)")
            .arg(text.size())
            .arg(keyTextSize);
    }
    for (std::size_t group = 0; group < keyTextSize / groupText; ++group) {
        quint64 number = 0;
        for (std::size_t i = group * groupText; i < (group + 1) * groupText; ++i) {
            const std::size_t digit = digits.find(text[qsizetype(i)]);
            if (digit == std::string_view::npos)
                return QStringLiteral("has a character that is none of Z85's at position %1").arg(i + 1);
            number = number * 85 + digit;
        }
        if (number > std::numeric_limits<quint32>::max()) {
            return QStringLiteral("is no Z85: the characters %1 to %2 are more than four bytes")
                .arg(group * groupText + 1)
                .arg((group + 1) * groupText);
        }
        for (std::size_t i = groupBytes; i-- > 0; number >>= 8)
            key[group * groupBytes + i] = uchar(number);
    }
    return std::nullopt;
}

} // namespace heliograph
