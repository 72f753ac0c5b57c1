// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/types.h>

#include <QtCore/qbytearray.h>

#include <optional>

// What tests of codecs share.

/// \a value in msgpack; null when it cannot be encoded, and then \a error says why.
inline QByteArray encodedBy(const heliograph::TypeCodec &codec, const void *value, QString *error = nullptr)
{
    heliograph::Encoder encoder;
    codec.encode(encoder, value);
    if (error)
        *error = encoder.error();
    return encoder.ok() ? encoder.take() : QByteArray();
}

template <typename T>
QByteArray encoded(const T &value)
{
    return encodedBy(heliograph::codecFor<T>(), &value);
}

template <typename T>
QString encodeError(const T &value)
{
    QString error;
    encodedBy(heliograph::codecFor<T>(), &value, &error);
    return error;
}

/// The value in \a bytes; nothing when they are refused.
template <typename T>
std::optional<T> decoded(const QByteArray &bytes)
{
    heliograph::Decoder decoder(bytes);
    T value{};
    if (!heliograph::codecFor<T>().decode(decoder, &value) || !decoder.finish())
        return std::nullopt;
    return value;
}

/// Why \a bytes are refused; null when they are not.
template <typename T>
QString decodeError(const QByteArray &bytes)
{
    heliograph::Decoder decoder(bytes);
    T value{};
    const bool good = heliograph::codecFor<T>().decode(decoder, &value) && decoder.finish();
    return good ? QString() : decoder.error();
}

/// \a value sent and read again; nothing when either end refuses.
template <typename T>
std::optional<T> roundTrip(const T &value)
{
    const QByteArray bytes = encoded(value);
    return bytes.isNull() ? std::nullopt : decoded<T>(bytes);
}

template <typename T>
heliograph::TypeCodec::Match matchOf(const QByteArray &bytes)
{
    const heliograph::Decoder decoder(bytes);
    return heliograph::codecFor<T>().match(decoder);
}
