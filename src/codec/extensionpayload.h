// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/decoder.h>

#include <QtCore/qendian.h>
#include <QtCore/qstringbuilder.h>

#include <array>
#include <bit>
#include <optional>

namespace heliograph {

/// Reads the payload of the extension \a code, or fails with the name of the wanted type.
inline bool readPayload(Decoder &decoder, qint8 code, QByteArrayView &payload, const char *expected)
{
    if (decoder.peekExtension() != code)
        return decoder.failExpected(QString::fromUtf8(expected));
    qint8 received = 0;
    return decoder.readExtension(received, payload);
}

/// Fails because the payload of the wanted type is malformed.
inline bool failPayload(Decoder &decoder, const char *expected)
{
    return decoder.fail(QStringLiteral("expected ") + QString::fromUtf8(expected)
                        + QStringLiteral(", received an extension with malformed content"));
}

/// The numbers of a payload, big-endian, one after the other.
template <typename Number, std::size_t Count>
std::array<char, Count * sizeof(Number)> packNumbers(const std::array<Number, Count> &numbers)
{
    std::array<char, Count * sizeof(Number)> bytes{};
    for (std::size_t i = 0; i < Count; ++i)
        qToBigEndian(numbers[i], bytes.data() + i * sizeof(Number));
    return bytes;
}

/// The other way round; nothing when \a payload is not exactly so long.
template <typename Number, std::size_t Count>
std::optional<std::array<Number, Count>> unpackNumbers(QByteArrayView payload)
{
    if (payload.size() != qsizetype(Count) * qsizetype(sizeof(Number)))
        return std::nullopt;
    std::array<Number, Count> numbers{};
    for (std::size_t i = 0; i < Count; ++i)
        numbers[i] = qFromBigEndian<Number>(payload.data() + i * sizeof(Number));
    return numbers;
}

} // namespace heliograph
