// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "wire/native.h"

#include <QtCore/qendian.h>

#include <array>
#include <limits>

namespace heliograph::native {

namespace {

constexpr QByteArrayView magic("heliograph");
constexpr qsizetype longestName = 255;
constexpr qsizetype longestText = 64 * 1024;
constexpr quint64 largestUInt32 = std::numeric_limits<quint32>::max();

void begin(Encoder &encoder, RecordKind kind, quint32 fields)
{
    encoder.writeArray(fields + 1);
    encoder.writeUInt(quint64(kind));
}

void writeText(Encoder &encoder, QByteArrayView utf8)
{
    encoder.writeString(QUtf8StringView(utf8.data(), utf8.size()));
}

// The header of a "bin" value, whose bytes the caller appends (msgpack spec, "bin format family").
void writeBytesHead(Encoder &encoder, qsizetype size)
{
    std::array<char, 5> head;
    qsizetype length = 0;
    if (size <= 0xff) {
        head = {char(0xc4), char(size)};
        length = 2;
    } else if (size <= 0xffff) {
        head[0] = char(0xc5);
        qToBigEndian(quint16(size), head.data() + 1);
        length = 3;
    } else {
        head[0] = char(0xc6);
        qToBigEndian(quint32(size), head.data() + 1);
        length = 5;
    }
    encoder.writeRaw(QByteArrayView(head.data(), length));
}

bool readText(Decoder &decoder, QByteArrayView &utf8, qsizetype longest)
{
    if (!decoder.readUtf8(utf8))
        return false;
    return utf8.size() <= longest
           || decoder.fail(
               QStringLiteral("a text of %1 bytes, at most %2 are allowed").arg(utf8.size()).arg(longest));
}

template <typename Number>
bool readNumber(Decoder &decoder, Number &number, const char *what,
                quint64 largest = std::numeric_limits<Number>::max())
{
    quint64 value = 0;
    if (!decoder.readUInt(value, largest, what))
        return false;
    number = Number(value);
    return true;
}

bool readId(Decoder &decoder, quint64 &id)
{
    return readNumber(decoder, id, "call id") && (id != 0 || decoder.fail(QStringLiteral("call id 0")));
}

bool readRole(Decoder &decoder, PeerRole &role)
{
    quint8 number = 0;
    if (!readNumber(decoder, number, "role"))
        return false;
    role = PeerRole(number);
    return number == quint8(PeerRole::Client) || number == quint8(PeerRole::Server)
           || decoder.fail(QStringLiteral("role %1, expected 1 (client) or 2 (server)").arg(number));
}

bool readKey(Decoder &decoder, QByteArray &key)
{
    QByteArrayView bytes;
    if (!decoder.readBytes(bytes))
        return false;
    key = bytes.toByteArray();
    return bytes.size() == 16
           || decoder.fail(QStringLiteral("a key of %1 bytes, expected 16").arg(bytes.size()));
}

bool readUser(Decoder &decoder, QByteArray &user)
{
    QByteArrayView text;
    if (!readText(decoder, text, longestName))
        return false;
    user = text.toByteArray();
    return true;
}

bool readCode(Decoder &decoder, ErrorCode &code)
{
    quint16 number = 0;
    if (!readNumber(decoder, number, "error code"))
        return false;
    code = ErrorCode(number);
    return true;
}

// How many fields each record has at least; further ones come from later versions and are passed over.
struct Fields
{
    static bool read(Decoder &d, Hello &m)
    {
        QByteArrayView text;
        return readText(d, text, longestName)
               && (text == magic || d.fail(QStringLiteral("a HELLO that does not begin with \"heliograph\"")))
               && readNumber(d, m.version, "version") && readNumber(d, m.oldestVersion, "version")
               && readRole(d, m.role) && readUser(d, m.user) && readNumber(d, m.maxPayload, "size")
               && readNumber(d, m.callCredit, "credit");
    }
    static bool read(Decoder &d, Welcome &m)
    {
        return readNumber(d, m.version, "version") && readRole(d, m.role) && readKey(d, m.session)
               && readKey(d, m.instance) && readUser(d, m.user) && readNumber(d, m.maxPayload, "size")
               && readNumber(d, m.callCredit, "credit");
    }
    static bool read(Decoder &d, Goodbye &m)
    {
        return readCode(d, m.code) && readText(d, m.reason, longestText);
    }
    static bool read(Decoder &d, Call &m)
    {
        quint32 timeout = 0;
        if (!readId(d, m.id) || !readText(d, m.name, longestName) || !readNumber(d, timeout, "timeout")
            || !d.readBytes(m.payload))
            return false;
        m.timeout = std::chrono::milliseconds(timeout);
        return true;
    }
    static bool read(Decoder &d, Notify &m)
    {
        return readText(d, m.name, longestName) && d.readBytes(m.payload);
    }
    static bool read(Decoder &d, Reply &m) { return readId(d, m.id) && d.readBytes(m.payload); }
    static bool read(Decoder &d, Failure &m)
    {
        return readId(d, m.id) && readCode(d, m.code) && readText(d, m.className, longestText)
               && readText(d, m.message, longestText) && d.readBytes(m.details);
    }
    static bool read(Decoder &d, Cancel &m) { return readId(d, m.id); }
    static bool read(Decoder &d, Ping &m) { return readNumber(d, m.nonce, "nonce"); }
    static bool read(Decoder &d, Pong &m) { return readNumber(d, m.nonce, "nonce"); }
    static bool read(Decoder &d, Chunk &m)
    {
        return readNumber(d, m.transfer, "transfer") && readNumber(d, m.offset, "offset")
               && readNumber(d, m.total, "size") && d.readBytes(m.bytes);
    }
};

template <typename Record>
std::optional<Message> readRecord(Decoder &decoder, quint32 present, quint32 known, quint64 *callId = nullptr)
{
    Record record;
    if (present < known) {
        decoder.fail(QStringLiteral("a record of %1 fields, expected %2").arg(present).arg(known));
        return std::nullopt;
    }
    const bool good = Fields::read(decoder, record);
    if constexpr (std::is_same_v<Record, Call>)
        *callId = record.id;
    if (!good)
        return std::nullopt;
    for (quint32 i = known; i < present; ++i) {
        if (!decoder.skip())
            return std::nullopt;
    }
    return Message(std::move(record));
}

std::optional<Message> readFields(Decoder &decoder, RecordKind kind, quint32 count, quint64 &callId)
{
    switch (kind) {
    case RecordKind::Hello: return readRecord<Hello>(decoder, count, 7);
    case RecordKind::Welcome: return readRecord<Welcome>(decoder, count, 7);
    case RecordKind::Goodbye: return readRecord<Goodbye>(decoder, count, 2);
    case RecordKind::Call: return readRecord<Call>(decoder, count, 4, &callId);
    case RecordKind::Notify: return readRecord<Notify>(decoder, count, 2);
    case RecordKind::Reply: return readRecord<Reply>(decoder, count, 2);
    case RecordKind::Failure: return readRecord<Failure>(decoder, count, 5);
    case RecordKind::Cancel: return readRecord<Cancel>(decoder, count, 1);
    case RecordKind::Ping: return readRecord<Ping>(decoder, count, 1);
    case RecordKind::Pong: return readRecord<Pong>(decoder, count, 1);
    case RecordKind::Chunk: return readRecord<Chunk>(decoder, count, 4);
    }
    return std::nullopt;
}

} // namespace

void write(Encoder &encoder, const Hello &hello)
{
    begin(encoder, RecordKind::Hello, 7);
    writeText(encoder, magic);
    encoder.writeUInt(hello.version);
    encoder.writeUInt(hello.oldestVersion);
    encoder.writeUInt(quint64(hello.role));
    writeText(encoder, hello.user);
    encoder.writeUInt(hello.maxPayload);
    encoder.writeUInt(hello.callCredit);
}

void write(Encoder &encoder, const Welcome &welcome)
{
    begin(encoder, RecordKind::Welcome, 7);
    encoder.writeUInt(welcome.version);
    encoder.writeUInt(quint64(welcome.role));
    encoder.writeBytes(welcome.session);
    encoder.writeBytes(welcome.instance);
    writeText(encoder, welcome.user);
    encoder.writeUInt(welcome.maxPayload);
    encoder.writeUInt(welcome.callCredit);
}

void write(Encoder &encoder, const Goodbye &goodbye)
{
    begin(encoder, RecordKind::Goodbye, 2);
    encoder.writeUInt(quint64(goodbye.code));
    writeText(encoder, goodbye.reason);
}

void writeHead(Encoder &encoder, const Call &call)
{
    begin(encoder, RecordKind::Call, 4);
    encoder.writeUInt(call.id);
    writeText(encoder, call.name);
    encoder.writeUInt(quint64(qBound(qint64(1), qint64(call.timeout.count()), qint64(largestUInt32))));
    writeBytesHead(encoder, call.payload.size());
}

void writeHead(Encoder &encoder, const Notify &notify)
{
    begin(encoder, RecordKind::Notify, 2);
    writeText(encoder, notify.name);
    writeBytesHead(encoder, notify.payload.size());
}

void writeHead(Encoder &encoder, const Reply &reply)
{
    begin(encoder, RecordKind::Reply, 2);
    encoder.writeUInt(reply.id);
    writeBytesHead(encoder, reply.payload.size());
}

void write(Encoder &encoder, const Failure &failure)
{
    begin(encoder, RecordKind::Failure, 5);
    encoder.writeUInt(failure.id);
    encoder.writeUInt(quint64(failure.code));
    writeText(encoder, failure.className);
    writeText(encoder, failure.message);
    encoder.writeBytes(failure.details);
}

void write(Encoder &encoder, const Cancel &cancel)
{
    begin(encoder, RecordKind::Cancel, 1);
    encoder.writeUInt(cancel.id);
}

void write(Encoder &encoder, const Ping &ping)
{
    begin(encoder, RecordKind::Ping, 1);
    encoder.writeUInt(ping.nonce);
}

void write(Encoder &encoder, const Pong &pong)
{
    begin(encoder, RecordKind::Pong, 1);
    encoder.writeUInt(pong.nonce);
}

void writeHead(Encoder &encoder, const Chunk &chunk, qsizetype size)
{
    begin(encoder, RecordKind::Chunk, 4);
    encoder.writeUInt(chunk.transfer);
    encoder.writeUInt(chunk.offset);
    encoder.writeUInt(chunk.total);
    writeBytesHead(encoder, size);
}

std::optional<Message> RecordReader::next()
{
    while (m_decoder.ok() && !m_decoder.atEnd()) {
        m_start = m_decoder.offset();
        m_callId = 0;
        if (std::optional<Message> message = readRecord())
            return message;
        if (!m_decoder.ok())
            return passOver();
    }
    return std::nullopt;
}

std::optional<Message> RecordReader::readRecord()
{
    quint32 count = 0;
    quint64 kind = 0;
    if (!m_decoder.enterArray(count))
        return std::nullopt;
    if (count == 0) {
        m_decoder.fail(QStringLiteral("an empty record"));
        return std::nullopt;
    }
    if (!m_decoder.readUInt(kind, largestUInt32, "record kind"))
        return std::nullopt;
    std::optional<Message> message;
    if (kind >= quint64(RecordKind::Hello) && kind <= quint64(RecordKind::Chunk)) {
        message = readFields(m_decoder, RecordKind(kind), count - 1, m_callId);
    } else {
        for (quint32 i = 1; i < count && m_decoder.skip(); ++i) {
        }
    }
    m_decoder.leave();
    return message;
}

// A record with wrong fields is still one msgpack value: where it ends, the next record begins.
std::optional<Message> RecordReader::passOver()
{
    const QString reason = m_decoder.error();
    Decoder record(m_rest.sliced(m_start));
    if (!record.skip())
        return std::nullopt;
    m_rest = m_rest.sliced(m_start + record.offset());
    m_decoder = Decoder(m_rest);
    return Message(Malformed{m_callId, reason});
}

} // namespace heliograph::native
