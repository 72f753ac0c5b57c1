// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/encoder.h>

#include <QtCore/qendian.h>
#include <QtCore/qstringconverter.h>
#include <QtCore/qstringview.h>

#include <msgpack.hpp>

#include <bit>
#include <limits>
#include <optional>
#include <utility>

namespace heliograph {

namespace {

struct BufferEnd
{
    QByteArray &buffer;

    void write(const char *data, std::size_t size) { buffer.append(data, qsizetype(size)); }
};

auto packer(BufferEnd &end)
{
    return msgpack::packer<BufferEnd>(end);
}

// Not pack_float() and pack_double(): they turn whole numbers into integers, which loses the type and -0.0's sign.
template <typename Bits, typename Floating>
void appendFloating(QByteArray &buffer, char head, Floating value)
{
    static_assert(sizeof(Bits) == sizeof(Floating));
    char bytes[1 + sizeof(Bits)] = {head};
    qToBigEndian(std::bit_cast<Bits>(value), bytes + 1);
    buffer.append(bytes, sizeof bytes);
}

/// The size of \a text in UTF-8, or nothing when it holds half a surrogate pair.
std::optional<qsizetype> utf8Size(QStringView text)
{
    qsizetype size = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (unit < 0x80) {
            size += 1;
        } else if (unit < 0x800) {
            size += 2;
        } else if (!QChar::isSurrogate(unit)) {
            size += 3;
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            size += 4;
            ++i;
        } else {
            return std::nullopt;
        }
    }
    return size;
}

void toUtf8(QStringView text, qsizetype size, char *out)
{
    if (size == text.size()) { // ASCII
        for (qsizetype i = 0; i < size; ++i)
            out[i] = char(text[i].unicode());
        return;
    }
    QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
    encoder.appendToBuffer(out, text);
}

} // namespace

Encoder::Encoder(QByteArray &&recycled) : m_buffer(std::move(recycled))
{
    m_buffer.resize(0);
}

void Encoder::writeNil()
{
    BufferEnd end{m_buffer};
    packer(end).pack_nil();
}

void Encoder::writeBool(bool value)
{
    BufferEnd end{m_buffer};
    if (value)
        packer(end).pack_true();
    else
        packer(end).pack_false();
}

void Encoder::writeInt(qint64 value)
{
    BufferEnd end{m_buffer};
    packer(end).pack_int64(value);
}

void Encoder::writeUInt(quint64 value)
{
    BufferEnd end{m_buffer};
    packer(end).pack_uint64(value);
}

void Encoder::writeFloat(float value)
{
    appendFloating<quint32>(m_buffer, char(0xca), value);
}

void Encoder::writeDouble(double value)
{
    appendFloating<quint64>(m_buffer, char(0xcb), value);
}

void Encoder::writeString(QAnyStringView value)
{
    value.visit([this](auto text) {
        if constexpr (std::is_same_v<decltype(text), QLatin1StringView>) {
            writeString(QString(text));
        } else if constexpr (std::is_same_v<decltype(text), QStringView>) {
            const std::optional<qsizetype> size = utf8Size(text);
            if (!size)
                return fail(QStringLiteral("a string with half a surrogate pair cannot be sent"));
            if (*size > std::numeric_limits<quint32>::max())
                return fail(QStringLiteral("a string of 4 GiB or more cannot be sent"));
            BufferEnd end{m_buffer};
            packer(end).pack_str(quint32(*size));
            const qsizetype start = m_buffer.size();
            m_buffer.resize(start + *size);
            toUtf8(text, *size, m_buffer.data() + start);
        } else {
            const QByteArrayView bytes(text.data(), text.size());
            if (!bytes.isValidUtf8())
                return fail(QStringLiteral("a string that is not valid UTF-8 cannot be sent"));
            if (bytes.size() > std::numeric_limits<quint32>::max())
                return fail(QStringLiteral("a string of 4 GiB or more cannot be sent"));
            BufferEnd end{m_buffer};
            packer(end).pack_str(quint32(bytes.size()));
            m_buffer.append(bytes);
        }
    });
}

void Encoder::writeBytes(QByteArrayView value)
{
    if (value.size() > std::numeric_limits<quint32>::max())
        return fail(QStringLiteral("bytes of 4 GiB or more cannot be sent"));
    BufferEnd end{m_buffer};
    packer(end).pack_bin(quint32(value.size()));
    m_buffer.append(value);
}

void Encoder::writeArray(quint32 count)
{
    BufferEnd end{m_buffer};
    packer(end).pack_array(count);
}

void Encoder::writeMap(quint32 count)
{
    BufferEnd end{m_buffer};
    packer(end).pack_map(count);
}

void Encoder::writeExtension(qint8 code, QByteArrayView payload)
{
    if (payload.size() > std::numeric_limits<quint32>::max())
        return fail(QStringLiteral("an extension of 4 GiB or more cannot be sent"));
    BufferEnd end{m_buffer};
    packer(end).pack_ext(std::size_t(payload.size()), code);
    m_buffer.append(payload);
}

void Encoder::writeRaw(QByteArrayView msgpack)
{
    m_buffer.append(msgpack);
}

Encoder Encoder::nested() const
{
    Encoder encoder;
    encoder.m_depth = m_depth;
    return encoder;
}

void Encoder::fail(const QString &reason)
{
    if (m_error.isNull())
        m_error = reason.isNull() ? QStringLiteral("a value cannot be sent") : reason;
}

QByteArray Encoder::take()
{
    m_error = QString();
    return std::exchange(m_buffer, QByteArray());
}

void Encoder::clear()
{
    truncate(0);
}

void Encoder::truncate(qsizetype size)
{
    m_buffer.resize(qMin(size, m_buffer.size()));
    m_error = QString();
}

Encoder::Level::Level(Encoder &encoder) : m_encoder(encoder)
{
    if (++m_encoder.m_depth > maximumDepth) {
        m_encoder.fail(QStringLiteral("arrays and maps more than ") + QString::number(maximumDepth)
                       + QStringLiteral(" deep cannot be sent"));
    }
}

Encoder::Level::~Level()
{
    --m_encoder.m_depth;
}

} // namespace heliograph
