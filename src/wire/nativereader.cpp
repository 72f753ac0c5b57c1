// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "wire/native.h"

#include <array>
#include <limits>

// How records are read.

namespace heliograph::native {

namespace {

constexpr quint64 largestUInt32 = std::numeric_limits<quint32>::max();

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
    return readNumber(decoder, id, "id") && (id != 0 || decoder.fail(QStringLiteral("id 0")));
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

bool readHeartbeat(Decoder &decoder, Heartbeat &heartbeat)
{
    quint32 interval = 0;
    quint32 timeout = 0;
    if (!readNumber(decoder, interval, "interval") || !readNumber(decoder, timeout, "timeout"))
        return false;
    heartbeat = {milliseconds(interval), milliseconds(timeout)};
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
               && readNumber(d, m.callCredit, "credit") && readHeartbeat(d, m.heartbeat);
    }
    static bool read(Decoder &d, Welcome &m)
    {
        return readNumber(d, m.version, "version") && readRole(d, m.role) && readKey(d, m.session)
               && readKey(d, m.instance) && readUser(d, m.user) && readNumber(d, m.maxPayload, "size")
               && readNumber(d, m.callCredit, "credit") && readHeartbeat(d, m.heartbeat);
    }
    static bool read(Decoder &d, Ack &m)
    {
        return readNumber(d, m.frames, "number") && readNumber(d, m.oneWay, "size");
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
    static bool read(Decoder &d, Subscribe &m) { return readId(d, m.id) && readText(d, m.name, longestName); }
    static bool read(Decoder &d, Acquire &m) { return readId(d, m.id) && readText(d, m.name, longestName); }
    static bool read(Decoder &d, Release &m) { return readId(d, m.id); }
    static bool read(Decoder &d, Status &m)
    {
        return readId(d, m.id) && readCode(d, m.code) && readText(d, m.text, longestText);
    }
    static bool read(Decoder &d, Event &m)
    {
        return readId(d, m.id) && readNumber(d, m.number, "event number") && d.readBytes(m.payload);
    }
    static bool read(Decoder &d, Lost &m)
    {
        return readId(d, m.id) && readNumber(d, m.number, "event number");
    }
    static bool read(Decoder &d, Object &m)
    {
        return readId(d, m.id) && d.readBytes(m.description) && d.readBytes(m.payload);
    }
    static bool read(Decoder &d, Changed &m) { return readId(d, m.id) && d.readBytes(m.payload); }
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
    case RecordKind::Hello: return readRecord<Hello>(decoder, count, 9);
    case RecordKind::Welcome: return readRecord<Welcome>(decoder, count, 9);
    case RecordKind::Goodbye: return readRecord<Goodbye>(decoder, count, 2);
    case RecordKind::Call: return readRecord<Call>(decoder, count, 4, &callId);
    case RecordKind::Notify: return readRecord<Notify>(decoder, count, 2);
    case RecordKind::Reply: return readRecord<Reply>(decoder, count, 2);
    case RecordKind::Failure: return readRecord<Failure>(decoder, count, 5);
    case RecordKind::Cancel: return readRecord<Cancel>(decoder, count, 1);
    case RecordKind::Ping: return readRecord<Ping>(decoder, count, 1);
    case RecordKind::Pong: return readRecord<Pong>(decoder, count, 1);
    case RecordKind::Chunk: return readRecord<Chunk>(decoder, count, 4);
    case RecordKind::Subscribe: return readRecord<Subscribe>(decoder, count, 2);
    case RecordKind::Acquire: return readRecord<Acquire>(decoder, count, 2);
    case RecordKind::Release: return readRecord<Release>(decoder, count, 1);
    case RecordKind::Status: return readRecord<Status>(decoder, count, 3);
    case RecordKind::Event: return readRecord<Event>(decoder, count, 3);
    case RecordKind::Lost: return readRecord<Lost>(decoder, count, 2);
    case RecordKind::Object: return readRecord<Object>(decoder, count, 3);
    case RecordKind::Changed: return readRecord<Changed>(decoder, count, 2);
    case RecordKind::Ack: return readRecord<Ack>(decoder, count, 2);
    }
    return std::nullopt;
}

} // namespace

bool isControl(QByteArrayView frame)
{
    // Arrays of a kind of one byte, and of one or two unsigned integers (msgpack spec).
    constexpr std::array<qsizetype, 4> sizes{2, 3, 5, 9}; // of the integers that begin with 0xcc to 0xcf
    while (frame.size() >= 3 && (quint8(frame[0]) & 0xf0) == 0x90) {
        const auto kind = RecordKind(frame[1]);
        const int numbers = kind == RecordKind::Ack ? 2 : 1;
        if ((kind != RecordKind::Ping && kind != RecordKind::Pong && kind != RecordKind::Ack)
            || (frame[0] & 0xf) != numbers + 1)
            return false;
        frame = frame.sliced(2);
        for (int i = 0; i < numbers; ++i) {
            const quint8 first = frame.isEmpty() ? 0 : quint8(frame[0]);
            const qsizetype size = first >= 0xcc && first <= 0xcf ? sizes[first - 0xcc] : 1;
            if (frame.size() < size)
                return false;
            frame = frame.sliced(size);
        }
    }
    return frame.isEmpty();
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
    if (kind >= quint64(RecordKind::Hello) && kind <= quint64(RecordKind::Ack)) {
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
