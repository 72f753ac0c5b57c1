// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/decoder.h>

#include <QtCore/qendian.h>
#include <QtCore/qstringbuilder.h>
#include <QtCore/qstringconverter.h>

#include <array>

// The first byte of a value tells its kind: https://github.com/msgpack/msgpack/blob/master/spec.md#formats
// A failure cuts m_input at m_offset: so no read needs to look at m_error first.

namespace heliograph {

namespace {

using Kind = Decoder::Kind;

constexpr std::array<Kind, 256> kinds = [] {
    std::array<Kind, 256> table{};
    const auto fill = [&table](std::size_t first, std::size_t last, Kind kind) {
        for (std::size_t i = first; i <= last; ++i)
            table[i] = kind;
    };
    fill(0x00, 0x7f, Kind::Int);
    fill(0x80, 0x8f, Kind::Map);
    fill(0x90, 0x9f, Kind::Array);
    fill(0xa0, 0xbf, Kind::String);
    fill(0xc0, 0xc0, Kind::Nil);
    fill(0xc1, 0xc1, Kind::Invalid);
    fill(0xc2, 0xc3, Kind::Bool);
    fill(0xc4, 0xc6, Kind::Bytes);
    fill(0xc7, 0xc9, Kind::Extension);
    fill(0xca, 0xca, Kind::Float);
    fill(0xcb, 0xcb, Kind::Double);
    fill(0xcc, 0xd3, Kind::Int);
    fill(0xd4, 0xd8, Kind::Extension);
    fill(0xd9, 0xdb, Kind::String);
    fill(0xdc, 0xdd, Kind::Array);
    fill(0xde, 0xdf, Kind::Map);
    fill(0xe0, 0xff, Kind::Int);
    return table;
}();

template <typename T>
T bigEndian(QByteArrayView input, qsizetype offset)
{
    return qFromBigEndian<T>(input.data() + offset);
}

} // namespace

Decoder::Decoder(QByteArrayView input) : Decoder(input, Limits()) {}

Decoder::Decoder(QByteArrayView input, const Limits &limits)
    : m_input(input), m_limits(limits), m_credit(limits.memoryFloor + input.size() * limits.memoryFactor)
{
    m_limits.depth = qBound(1, limits.depth, 128);
}

Decoder::Kind Decoder::peek() const
{
    return atEnd() ? Kind::End : kinds[byteAt(m_offset)];
}

std::optional<qint8> Decoder::peekExtension() const
{
    if (peek() != Kind::Extension)
        return std::nullopt;
    const uchar head = byteAt(m_offset);
    const qsizetype at = m_offset + 1 + (head <= 0xc9 ? 1 << (head - 0xc7) : 0);
    if (at >= m_input.size())
        return std::nullopt;
    return qint8(byteAt(at));
}

bool Decoder::readNil()
{
    if (peek() != Kind::Nil)
        return failExpected(QStringLiteral("nil"));
    ++m_offset;
    return true;
}

bool Decoder::readBool(bool &value)
{
    if (peek() != Kind::Bool)
        return failExpected(QStringLiteral("bool"));
    value = byteAt(m_offset++) == 0xc3;
    return true;
}

bool Decoder::takeLength(int width, quint32 &length)
{
    const qsizetype at = m_offset + 1;
    if (m_input.size() - at < width)
        return fail(QStringLiteral("the message ends inside a value"));
    switch (width) {
    case 1: length = byteAt(at); break;
    case 2: length = bigEndian<quint16>(m_input, at); break;
    default: length = bigEndian<quint32>(m_input, at); break;
    }
    m_offset = at + width;
    return true;
}

bool Decoder::takeBody(quint32 length, QByteArrayView &body)
{
    if (qsizetype(length) > m_input.size() - m_offset)
        return fail(QStringLiteral("the message ends inside a value"));
    body = m_input.sliced(m_offset, qsizetype(length));
    m_offset += qsizetype(length);
    return true;
}

bool Decoder::readUtf8(QByteArrayView &value, const char *expected)
{
    if (peek() != Kind::String)
        return failExpected(QString::fromUtf8(expected));
    QByteArrayView bytes;
    if (!takeString(bytes))
        return false;
    if (!bytes.isValidUtf8())
        return fail(QStringLiteral("expected a string in valid UTF-8"));
    value = bytes;
    return true;
}

/// The bytes of a string, which need not be UTF-8.
bool Decoder::takeString(QByteArrayView &bytes)
{
    const uchar head = byteAt(m_offset);
    quint32 length = head & 0x1f;
    if (head <= 0xbf)
        ++m_offset;
    else if (!takeLength(1 << (head - 0xd9), length))
        return false;
    return takeBody(length, bytes);
}

bool Decoder::readString(QString &value, const char *expected)
{
    constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
    QByteArrayView utf8;
    if (!readUtf8(utf8, expected) || !charge(utf8.isEmpty() ? 0 : 2 * utf8.size() + blockOverhead))
        return false;
    if (utf8.startsWith(byteOrderMark)) { // QString::fromUtf8 would drop it
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        value = decoder(utf8);
    } else {
        value = QString::fromUtf8(utf8);
    }
    return true;
}

bool Decoder::readBytes(QByteArrayView &value, const char *expected)
{
    if (peek() != Kind::Bytes)
        return failExpected(QString::fromUtf8(expected));
    quint32 length = 0;
    return takeLength(1 << (byteAt(m_offset) - 0xc4), length) && takeBody(length, value);
}

bool Decoder::enter(quint64 values)
{
    if (m_depth >= m_limits.depth) {
        return fail(QStringLiteral("arrays and maps more than ") + QString::number(m_limits.depth)
                    + QStringLiteral(" deep are refused"));
    }
    // Every value takes a byte at least: so the promises of all headers together cannot pass the message's size.
    m_declared += values;
    if (m_declared > quint64(m_input.size()))
        return fail(QStringLiteral("an array or map promises more values than the message holds"));
    ++m_depth;
    return true;
}

bool Decoder::enterArray(quint32 &count, const char *expected)
{
    if (peek() != Kind::Array)
        return failExpected(QString::fromUtf8(expected));
    const uchar head = byteAt(m_offset);
    quint32 length = head & 0x0f;
    if (head <= 0x9f)
        ++m_offset;
    else if (!takeLength(2 << (head - 0xdc), length))
        return false;
    if (!enter(length))
        return false;
    count = length;
    return true;
}

bool Decoder::enterMap(quint32 &count, const char *expected)
{
    if (peek() != Kind::Map)
        return failExpected(QString::fromUtf8(expected));
    const uchar head = byteAt(m_offset);
    quint32 length = head & 0x0f;
    if (head <= 0x8f)
        ++m_offset;
    else if (!takeLength(2 << (head - 0xde), length))
        return false;
    if (!enter(quint64(length) * 2))
        return false;
    count = length;
    return true;
}

void Decoder::leave()
{
    Q_ASSERT(m_depth > 0);
    --m_depth;
}

bool Decoder::takeExtensionHead(quint32 &length)
{
    const uchar head = byteAt(m_offset);
    if (head <= 0xc9)
        return takeLength(1 << (head - 0xc7), length);
    length = 1u << (head - 0xd4);
    ++m_offset;
    return true;
}

bool Decoder::readExtension(qint8 &code, QByteArrayView &payload)
{
    if (peek() != Kind::Extension)
        return failExpected(QStringLiteral("extension"));
    quint32 length = 0;
    if (!takeExtensionHead(length))
        return false;
    if (atEnd())
        return fail(QStringLiteral("the message ends inside a value"));
    const qint8 received = qint8(byteAt(m_offset++));
    if (!takeBody(length, payload))
        return false;
    code = received;
    return true;
}

bool Decoder::skip()
{
    bool flag = false;
    double number = 0;
    quint32 count = 0;
    qint8 code = 0;
    Integer integer{};
    QByteArrayView bytes;
    switch (peek()) {
    case Kind::Nil: return readNil();
    case Kind::Bool: return readBool(flag);
    case Kind::Int: return takeInteger(integer, "int");
    case Kind::Float:
    case Kind::Double: return readDouble(number);
    case Kind::String: return takeString(bytes); // what is passed over need not be UTF-8
    case Kind::Bytes: return readBytes(bytes);
    case Kind::Extension: return readExtension(code, bytes);
    case Kind::Array:
    case Kind::Map: break;
    case Kind::Invalid:
    case Kind::End: return failExpected(QStringLiteral("a value"));
    }
    const quint64 perEntry = peek() == Kind::Map ? 2 : 1;
    if (perEntry == 2 ? !enterMap(count) : !enterArray(count))
        return false;
    for (quint64 i = 0; i < perEntry * count; ++i) {
        if (!skip())
            return false;
    }
    leave();
    return true;
}

bool Decoder::readRaw(QByteArrayView &msgpack)
{
    const qsizetype start = m_offset;
    if (!skip())
        return false;
    msgpack = m_input.sliced(start, m_offset - start);
    return true;
}

bool Decoder::finish()
{
    if (!ok())
        return false;
    return atEnd() || fail(QStringLiteral("bytes follow the value"));
}

bool Decoder::charge(qsizetype bytes)
{
    if (!ok())
        return false;
    if (m_parent)
        return m_parent->charge(bytes) || fail(m_parent->error());
    if (bytes < 0 || bytes > m_credit)
        return fail(QStringLiteral("the message takes too much memory for its size"));
    m_credit -= bytes;
    return true;
}

Decoder Decoder::nested(QByteArrayView payload)
{
    Decoder decoder(payload, m_limits);
    decoder.m_depth = m_depth;
    decoder.m_parent = this;
    return decoder;
}

} // namespace heliograph
