// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "wire/native.h"

#include <QtCore/qendian.h>

#include <array>
#include <limits>

// How records are written.

namespace heliograph::native {

namespace {

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

// Interval and timeout in milliseconds.
void writeHeartbeat(Encoder &encoder, const Heartbeat &heartbeat)
{
    for (const milliseconds time : {heartbeat.interval, heartbeat.timeout})
        encoder.writeUInt(quint64(qBound(qint64(0), qint64(time.count()), qint64(largestUInt32))));
}

} // namespace

QByteArrayView shortened(QByteArrayView utf8, qsizetype longest)
{
    if (utf8.size() <= longest)
        return utf8;
    const auto isInsideCharacter = [&](qsizetype at) { return (uchar(utf8[at]) & 0xc0) == 0x80; };
    while (longest > 0 && isInsideCharacter(longest))
        --longest;
    return utf8.first(longest);
}

void write(Encoder &encoder, const Hello &hello)
{
    begin(encoder, RecordKind::Hello, 9);
    writeText(encoder, magic);
    encoder.writeUInt(hello.version);
    encoder.writeUInt(hello.oldestVersion);
    encoder.writeUInt(quint64(hello.role));
    writeText(encoder, hello.user);
    encoder.writeUInt(hello.maxPayload);
    encoder.writeUInt(hello.callCredit);
    writeHeartbeat(encoder, hello.heartbeat);
}

void write(Encoder &encoder, const Welcome &welcome)
{
    begin(encoder, RecordKind::Welcome, 9);
    encoder.writeUInt(welcome.version);
    encoder.writeUInt(quint64(welcome.role));
    encoder.writeBytes(welcome.session);
    encoder.writeBytes(welcome.instance);
    writeText(encoder, welcome.user);
    encoder.writeUInt(welcome.maxPayload);
    encoder.writeUInt(welcome.callCredit);
    writeHeartbeat(encoder, welcome.heartbeat);
}

void write(Encoder &encoder, const Goodbye &goodbye)
{
    begin(encoder, RecordKind::Goodbye, 2);
    encoder.writeUInt(quint64(goodbye.code));
    writeText(encoder, shortened(goodbye.reason, longestText));
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
    writeText(encoder, shortened(failure.className, longestText));
    writeText(encoder, shortened(failure.message, longestText));
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

void write(Encoder &encoder, const Ack &ack)
{
    begin(encoder, RecordKind::Ack, 2);
    encoder.writeUInt(ack.frames);
    encoder.writeUInt(ack.oneWay);
}

void write(Encoder &encoder, const Pong &pong)
{
    begin(encoder, RecordKind::Pong, 1);
    encoder.writeUInt(pong.nonce);
}

void write(Encoder &encoder, const Subscribe &subscribe)
{
    begin(encoder, RecordKind::Subscribe, 2);
    encoder.writeUInt(subscribe.id);
    writeText(encoder, subscribe.name);
}

void write(Encoder &encoder, const Acquire &acquire)
{
    begin(encoder, RecordKind::Acquire, 2);
    encoder.writeUInt(acquire.id);
    writeText(encoder, acquire.name);
}

void write(Encoder &encoder, const Release &release)
{
    begin(encoder, RecordKind::Release, 1);
    encoder.writeUInt(release.id);
}

void write(Encoder &encoder, const Status &status)
{
    begin(encoder, RecordKind::Status, 3);
    encoder.writeUInt(status.id);
    encoder.writeUInt(quint64(status.code));
    writeText(encoder, shortened(status.text, longestText));
}

void writeHead(Encoder &encoder, const Event &event)
{
    begin(encoder, RecordKind::Event, 3);
    encoder.writeUInt(event.id);
    encoder.writeUInt(event.number);
    writeBytesHead(encoder, event.payload.size());
}

void write(Encoder &encoder, const Lost &lost)
{
    begin(encoder, RecordKind::Lost, 2);
    encoder.writeUInt(lost.id);
    encoder.writeUInt(lost.number);
}

void writeHead(Encoder &encoder, const Object &object)
{
    begin(encoder, RecordKind::Object, 3);
    encoder.writeUInt(object.id);
    encoder.writeBytes(object.description);
    writeBytesHead(encoder, object.payload.size());
}

void writeHead(Encoder &encoder, const Changed &changed)
{
    begin(encoder, RecordKind::Changed, 2);
    encoder.writeUInt(changed.id);
    writeBytesHead(encoder, changed.payload.size());
}

void writeHead(Encoder &encoder, const Chunk &chunk, qsizetype size)
{
    begin(encoder, RecordKind::Chunk, 4);
    encoder.writeUInt(chunk.transfer);
    encoder.writeUInt(chunk.offset);
    encoder.writeUInt(chunk.total);
    writeBytesHead(encoder, size);
}

} // namespace heliograph::native
