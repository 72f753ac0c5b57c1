// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>
#include <heliograph/heartbeat.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <chrono>
#include <variant>

namespace heliograph {

/// One record of a conversation, in the terms that sessions think in; a dialect lays it out in bytes.
/// docs/protocol.md is the normative description of each record and field. Views point into the frame that
/// the record was read from and live as long as it.

/// The version of the native protocol that this library speaks, and the oldest one that it still understands.
inline constexpr quint32 protocolVersion = 1;
inline constexpr quint32 oldestProtocolVersion = 1;

/// The longest name, and the longest of all other texts, in bytes.
inline constexpr qsizetype longestName = 255;
inline constexpr qsizetype longestText = 64 * 1024;

using std::chrono::milliseconds;

/// Which end of a conversation a peer is.
enum class PeerRole : quint8 { Client = 1, Server = 2 };

/// The first record of the side that connected.
struct Hello
{
    quint32 version = protocolVersion;
    quint32 oldestVersion = oldestProtocolVersion;
    PeerRole role = PeerRole::Client;
    QByteArray user = {};   ///< UTF-8; the name that this peer claims
    quint64 maxPayload = 0; ///< bytes of the largest record that this peer takes
    quint32 callCredit = 0; ///< calls that this peer lets run at once
    Heartbeat heartbeat = {milliseconds(0),
                           milliseconds(0)}; ///< a server's holds for both ends; interval 0: none
};

/// The answer to Hello: the session exists.
struct Welcome
{
    quint32 version = protocolVersion; ///< the version both ends speak from now on
    PeerRole role = PeerRole::Server;
    QByteArray session = {};  ///< 16 random bytes that name the session
    QByteArray instance = {}; ///< 16 random bytes that name the process's server or client object
    QByteArray user = {};
    quint64 maxPayload = 0;
    quint32 callCredit = 0;
    Heartbeat heartbeat = {milliseconds(0), milliseconds(0)}; ///< what holds from now on
};

/// A request to run something; answered by one Reply or Failure of the same id.
struct Call
{
    quint64 id = 0;      ///< chosen by the caller, counted up from 1, never used again in the session
    QByteArrayView name; ///< UTF-8
    std::chrono::milliseconds timeout{}; ///< what remains until the caller's deadline, 1..2^32-1
    QByteArrayView
        payload; ///< msgpack: an array of arguments, then a map of named ones unless there are none
};

/// A call that nobody waits for.
struct Notify
{
    QByteArrayView name;
    QByteArrayView payload;
};

/// The value of a call; the payload is one msgpack value (nil for a method without a value).
struct Reply
{
    quint64 id = 0;
    QByteArrayView payload;
};

/// The error of a call.
struct Failure
{
    quint64 id = 0;
    ErrorCode code{};
    QByteArrayView className; ///< UTF-8
    QByteArrayView message;   ///< UTF-8
    QByteArrayView details;   ///< one msgpack value, or empty
};

/// The caller has given up; no answer is wanted.
struct Cancel
{
    quint64 id = 0;
};

/// Asks for a Pong of the same nonce.
struct Ping
{
    quint64 nonce = 0;
};

struct Pong
{
    quint64 nonce = 0;
};

/// So much was worked off: more may be sent.
struct Ack
{
    quint64 frames =
        0; ///< since the session began, without those that hold nothing but Pings, Pongs and Acks
    quint64 oneWay = 0; ///< bytes of Notifys, counted as docs/protocol.md says
};

/// The last record of a peer, and the only one of a peer that refuses a session.
struct Goodbye
{
    ErrorCode code{};
    QByteArrayView reason; ///< UTF-8, for a log
};

/// A part of a record that is too large for one frame. Parts come in order and without gaps.
struct Chunk
{
    quint32 transfer = 0; ///< chosen by the sender; free again after the last part
    quint64 offset = 0;
    quint64 total = 0; ///< the record's size in bytes, the same in each part
    QByteArrayView bytes;
};

/// Asks for the events of a signal, from now on or from when it is there.
struct Subscribe
{
    quint64 id =
        0; ///< of what follows; chosen by the subscriber, counted up from 1, never used again in the session
    QByteArrayView name; ///< UTF-8
};

/// Asks for the properties of an object, now or when it is there, and for their changes.
struct Acquire
{
    quint64 id = 0;      ///< as in Subscribe, of one count with it
    QByteArrayView name; ///< UTF-8
};

/// Ends what Subscribe or Acquire began.
struct Release
{
    quint64 id = 0;
};

/// How a subscription stands (None: events follow), or why an acquired object is not there.
struct Status
{
    quint64 id = 0;
    ErrorCode code{};
    QByteArrayView text; ///< UTF-8; the types of the signal's parameters, or what is wrong
};

/// One emission of a signal.
struct Event
{
    quint64 id = 0;
    quint64 number = 0;     ///< counted up from 1; what is missing was lost
    QByteArrayView payload; ///< msgpack: an array of arguments
};

/// Events up to a number were sent or lost.
struct Lost
{
    quint64 id = 0;
    quint64 number = 0;
};

/// An acquired object is there.
struct Object
{
    quint64 id = 0;
    QByteArrayView description; ///< msgpack: a map of its methods, properties and signals
    QByteArrayView payload;     ///< msgpack: a map from the number of each property to its value
};

/// Properties of an acquired object have changed.
struct Changed
{
    quint64 id = 0;
    QByteArrayView payload; ///< as in Object, of those that changed
};

/// Not a record of the wire: what a reader makes of a record whose end it found, but whose fields are wrong.
/// The records around it are not lost.
struct Malformed
{
    quint64 callId = 0; ///< of a Call, so that its caller can be told; 0 for other records
    QString reason;
};

using Message =
    std::variant<Hello, Welcome, Call, Notify, Reply, Failure, Cancel, Ping, Pong, Goodbye, Chunk, Subscribe,
                 Acquire, Release, Status, Event, Lost, Object, Changed, Ack, Malformed>;

} // namespace heliograph
