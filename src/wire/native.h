// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "wire/message.h"

#include <heliograph/decoder.h>
#include <heliograph/encoder.h>

#include <optional>

namespace heliograph {

/// The native dialect: a frame is a run of records, each a msgpack array [kind, field...] (docs/protocol.md).
namespace native {

/// What a HELLO begins with.
inline constexpr QByteArrayView magic("heliograph");

/// The first element of a record. Frozen: the numbers are part of the protocol.
enum class RecordKind : quint8 {
    Hello = 1,
    Welcome = 2,
    Goodbye = 3,
    Call = 4,
    Notify = 5,
    Reply = 6,
    Failure = 7,
    Cancel = 8,
    Ping = 9,
    Pong = 10,
    Chunk = 11,
    Subscribe = 12,
    Acquire = 13,
    Release = 14,
    Status = 15,
    Event = 16,
    Lost = 17,
    Object = 18,
    Changed = 19,
    Ack = 20
};

/// Writes a record. Where a record ends with a payload, only its length is written: the payload's own bytes
/// must follow, so that a large one need not be copied to be framed. Texts that are no names are shortened to what a reader takes.
void write(Encoder &encoder, const Hello &hello);
void write(Encoder &encoder, const Welcome &welcome);
void write(Encoder &encoder, const Goodbye &goodbye);
void writeHead(Encoder &encoder, const Call &call);
void writeHead(Encoder &encoder, const Notify &notify);
void writeHead(Encoder &encoder, const Reply &reply);
void write(Encoder &encoder, const Failure &failure);
void write(Encoder &encoder, const Cancel &cancel);
void write(Encoder &encoder, const Ping &ping);
void write(Encoder &encoder, const Pong &pong);
void write(Encoder &encoder, const Ack &ack);
void write(Encoder &encoder, const Subscribe &subscribe);
void write(Encoder &encoder, const Acquire &acquire);
void write(Encoder &encoder, const Release &release);
void write(Encoder &encoder, const Status &status);
void writeHead(Encoder &encoder, const Event &event);
void write(Encoder &encoder, const Lost &lost);
void writeHead(Encoder &encoder, const Object &object);
void writeHead(Encoder &encoder, const Changed &changed);
/// The same for a chunk of \a size bytes; chunk.bytes does not matter.
void writeHead(Encoder &encoder, const Chunk &chunk, qsizetype size);

/// The first characters of \a utf8 that take \a longest bytes at most.
[[nodiscard]] QByteArrayView shortened(QByteArrayView utf8, qsizetype longest);

/// Whether \a frame holds nothing but Pings, Pongs and Acks, and so does not count.
[[nodiscard]] bool isControl(QByteArrayView frame);

/// Reads the records of one frame. A record of a kind that this version does not know is passed over; one with
/// wrong fields becomes a Malformed; bytes that are no msgpack end the frame.
class RecordReader
{
public:
    /// \a frame must outlive the reader and all messages that it returns.
    explicit RecordReader(QByteArrayView frame) : m_rest(frame), m_decoder(frame) {}

    /// The next record; nothing at the end of the frame or when the frame is malformed.
    [[nodiscard]] std::optional<Message> next();
    /// True when nothing follows, or nothing that can be read.
    [[nodiscard]] bool atEnd() const { return !m_decoder.ok() || m_decoder.atEnd(); }
    /// What next() has not looked at yet.
    [[nodiscard]] QByteArrayView rest() const { return m_rest.sliced(m_decoder.offset()); }
    /// What is wrong with the frame; null while nothing is.
    [[nodiscard]] QString error() const { return m_decoder.error(); }

private:
    [[nodiscard]] std::optional<Message> readRecord();
    [[nodiscard]] std::optional<Message> passOver();

    QByteArrayView m_rest; // what m_decoder reads
    Decoder m_decoder;
    qsizetype m_start = 0; // of the record being read, in m_rest
    quint64 m_callId = 0;  // of the record being read, once known
};

} // namespace native
} // namespace heliograph
