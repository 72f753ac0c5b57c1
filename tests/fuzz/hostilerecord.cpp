// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "hostilerecord.h"

#include "session/frames.h"

#include <array>

namespace fuzz {

using namespace heliograph;

namespace {

constexpr quint32 mostBulk = 300'000; // more than a chunk

QByteArray bulk(quint32 size)
{
    Encoder encoder;
    encoder.writeArray(1);
    encoder.writeBytes(QByteArray(qsizetype(size % mostBulk), 'x'));
    return encoder.take();
}

PeerRole roleFrom(Input &input)
{
    return PeerRole(1 + input.below(2));
}

Heartbeat heartbeatFrom(Input &input)
{
    const milliseconds interval(quint32(input.number()));
    return {interval, milliseconds(quint32(input.number()))};
}

QByteArray greetingFrom(Input &input)
{
    Hello hello;
    hello.version = quint32(input.number());
    hello.oldestVersion = quint32(input.number());
    hello.role = roleFrom(input);
    hello.user = QString::fromUtf8(input.bytes()).toUtf8();
    hello.maxPayload = input.number();
    hello.callCredit = quint32(input.number());
    hello.heartbeat = heartbeatFrom(input);
    return frameOf(hello);
}

QByteArray welcomeFrom(Input &input)
{
    Welcome welcome;
    welcome.version = quint32(input.number());
    welcome.role = roleFrom(input);
    welcome.session = QByteArray(16, 'a');
    welcome.instance = QByteArray(16, 'b');
    welcome.user = QString::fromUtf8(input.bytes()).toUtf8();
    welcome.maxPayload = input.number();
    welcome.callCredit = quint32(input.number());
    welcome.heartbeat = heartbeatFrom(input);
    return frameOf(welcome);
}

QByteArray failureFrom(Input &input)
{
    const quint64 id = input.number();
    const auto code = ErrorCode(quint32(input.number()));
    const QByteArray className = nameFrom(input);
    const QByteArray message = nameFrom(input);
    const QByteArray details = payloadFrom(input);
    return frameOf(Failure{id, code, className, message, details});
}

QByteArray chunkFrom(Input &input)
{
    const auto transfer = quint32(input.number());
    const quint64 offset = input.number();
    const quint64 total = input.number();
    const QByteArrayView bytes = input.bytes();
    return frameOf(Chunk{transfer, offset, total, bytes});
}

// A record of an id, a name and a payload, as far as it has them.
template <typename Record>
QByteArray namedFrom(Input &input)
{
    Record record;
    QByteArray name; // whose views the record has
    QByteArray payload;
    if constexpr (requires { record.id; })
        record.id = input.number();
    if constexpr (requires { record.name; })
        record.name = name = nameFrom(input);
    if constexpr (requires { record.number; })
        record.number = input.number();
    if constexpr (requires { record.timeout; })
        record.timeout = milliseconds(quint32(input.number()));
    if constexpr (requires { record.code; })
        record.code = ErrorCode(quint32(input.number()));
    if constexpr (requires { record.text; })
        record.text = name = nameFrom(input);
    if constexpr (requires { record.reason; })
        record.reason = name = nameFrom(input);
    if constexpr (requires { record.description; })
        record.description = name = payloadFrom(input);
    if constexpr (requires { record.payload; })
        record.payload = payload = payloadFrom(input);
    return frameOf(record);
}

} // namespace

QByteArray nameFrom(Input &input)
{
    constexpr std::array<const char *, 24> known{"add",
                                                 "echo",
                                                 "blob",
                                                 "nest",
                                                 "leave",
                                                 "later",
                                                 "throw",
                                                 "hidden",
                                                 "bell",
                                                 "bell.ring",
                                                 "bell.volume",
                                                 "bell.volume=",
                                                 "bell.rang",
                                                 "bell.tolled",
                                                 "bell.moved",
                                                 "bell.moved(int)",
                                                 "bell.volumeChanged",
                                                 "bell.ring(int,QString)",
                                                 "heliograph.describe",
                                                 "heliograph.objectsChanged",
                                                 "bell.tune=",
                                                 "bell.deleteLater",
                                                 "int,QString",
                                                 "int"};
    const quint32 choice = input.below(known.size() + 1);
    if (choice < known.size())
        return known[choice];
    // More that are known, where inputs that are older than them keep their meaning.
    constexpr std::array<const char *, 8> hidden{"vault",     "vault.opened", "vault.word",  "vault.open",
                                                 "bell.melt", "bell.cracked", "bell.pealed", "count"};
    const QByteArrayView name = input.bytes();
    const bool isHidden = name.size() == 1 && quint8(name[0]) < hidden.size();
    return isHidden ? QByteArray(hidden[quint8(name[0])]) : name.toByteArray();
}

QByteArray payloadFrom(Input &input)
{
    static const std::array<QByteArray, 14> known{
        "\x90",
        QByteArray("\x91\x05", 2),
        QByteArray("\x92\x02\x03", 3),
        QByteArray("\x91\x02\x81\xa1"
                   "b\x03",
                   6),
        "\x91\xa2hi",
        "\x91\x80",
        QByteArray("\x91\xce\x00\x04\x00\x00", 6),
        "\xc0",
        QByteArray("\x05", 1),
        QByteArray("\x81\x00\x06", 3),
        QByteArray("\x81\x01\xc4\x01x", 5),
        QByteArray("\x81\xaaproperties\x91\x82\xa4name\xa1v\xa4type\xa3int", 31),
        QByteArray(),
        QByteArray("\x92\x91\xa4"
                   "bell\x90",
                   8)};
    const quint32 choice = input.below(known.size() + 2);
    if (choice < known.size())
        return known[choice];
    return choice == known.size() ? input.bytes().toByteArray() : bulk(quint32(input.number()));
}

QByteArray recordFrom(Input &input)
{
    switch (native::RecordKind(1 + input.below(20))) {
    case native::RecordKind::Hello: return greetingFrom(input);
    case native::RecordKind::Welcome: return welcomeFrom(input);
    case native::RecordKind::Goodbye: return namedFrom<Goodbye>(input);
    case native::RecordKind::Call: return namedFrom<Call>(input);
    case native::RecordKind::Notify: return namedFrom<Notify>(input);
    case native::RecordKind::Reply: return namedFrom<Reply>(input);
    case native::RecordKind::Failure: return failureFrom(input);
    case native::RecordKind::Cancel: return namedFrom<Cancel>(input);
    case native::RecordKind::Ping: return frameOf(Ping{input.number()});
    case native::RecordKind::Pong: return frameOf(Pong{input.number()});
    case native::RecordKind::Chunk: return chunkFrom(input);
    case native::RecordKind::Subscribe: return namedFrom<Subscribe>(input);
    case native::RecordKind::Acquire: return namedFrom<Acquire>(input);
    case native::RecordKind::Release: return namedFrom<Release>(input);
    case native::RecordKind::Status: return namedFrom<Status>(input);
    case native::RecordKind::Event: return namedFrom<Event>(input);
    case native::RecordKind::Lost: return namedFrom<Lost>(input);
    case native::RecordKind::Object: return namedFrom<Object>(input);
    case native::RecordKind::Changed: return namedFrom<Changed>(input);
    case native::RecordKind::Ack: break;
    }
    const quint64 frames = input.number();
    return frameOf(Ack{frames, input.number()});
}

} // namespace fuzz
