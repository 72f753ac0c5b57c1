// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <chrono>

namespace heliograph {

/// What one end lets its peers cost, and its own program. Everything that a stranger, a slow peer or a programming error can
/// make grow has a bound here, with the reason for its default. A value type; copied when the Server or Client is made.
/// Values out of range are brought into it.
struct Limits
{
    /// The largest call, result or event that this end takes: bytes, up to 1 GiB; the peer is told, and fails what is larger
    /// before anything is sent. 16 MiB holds a picture, and 128 of them still fit into a machine.
    qsizetype maxPayload = qsizetype(16) * 1024 * 1024;

    /// How many calls of one peer may run at once, at least 1. More wait at the caller, who is told. 128 keeps every thread of a
    /// machine busy, and one peer's calls from crowding out the others'.
    int callsInFlight = 128;
    /// How many bytes of arguments the calls of one peer that run, or are held until they can, may take, at least 64 KiB. The next
    /// one fails with Busy; one-way calls, which may take as much again, are held back at the caller. 64 MiB are a few of the largest
    /// calls, or half a megabyte for each that may run. A call that comes when less is held is always taken, whatever it takes itself.
    qsizetype callBytes = qsizetype(64) * 1024 * 1024;
    /// How many calls wait for a session at most. The next one fails with Busy. 1,000 is more than anyone waits for.
    int waitingCalls = 1000;
    /// How many calls wait at most for the peer to take more than it has. The next one fails with Busy. 65,536 is a loop over
    /// many things at once, but not one without end.
    int queuedCalls = 65'536;
    /// How many bytes of names and arguments both may hold. The next one fails with Busy.
    qsizetype waitingBytes = qsizetype(8) * 1024 * 1024;

    /// How many bytes wait at most for a peer that does not read, at least 64 KiB; some 2 MiB more may be under way, and one-way calls wait apart. Beyond it events
    /// are dropped, the oldest first, which the peer is told; see slowPeer for the rest. Who then goes on to ask for what is refused,
    /// until the refusals take as much again, is disconnected at once, with TooSlow. 8 MiB is a minute of a busy program.
    qsizetype unreadBytes = qsizetype(8) * 1024 * 1024;
    /// What becomes of a peer for whom more than unreadBytes wait, for slowPeerTime on end.
    enum class SlowPeer : quint8 {
        Keep, ///< it goes on losing events; disconnected if it works off neither answers nor one-way calls
        Disconnect ///< it is disconnected, with TooSlow
    };
    /// See SlowPeer.
    SlowPeer slowPeer = SlowPeer::Keep;
    /// For how long a peer may be too slow, at least 100 ms. 10 s outlasts what a program does between two looks at its events.
    std::chrono::milliseconds slowPeerTime = std::chrono::seconds(10);

    /// How many sessions a server has at most, at least 1. Who comes later is refused, and may try again. 1,000 take some 40 MB. A process
    /// that may open 1,024 descriptors, as is usual, has room for 750; see reservedDescriptors.
    int sessions = 1000;
    /// How many connections may stay for more than a second without a session, at least 1; the oldest are cut first. With the sessions
    /// there are never more than both numbers say. 64 is more than are that slow, and few enough that strangers cost nothing.
    int halfOpen = 64;
    /// How long a connection may be there without a greeting, 100 ms to 1 h; a time in which this end's own thread was busy does
    /// not count. 10 s is a bad line, twice.
    std::chrono::milliseconds helloTime = std::chrono::seconds(10);
    /// How many descriptors are kept for the rest of the program: connections that would take them are cut, the oldest without a session
    /// first. A quarter of what the process may have open at most. Without any left ØMQ would end the process.
    int reservedDescriptors = 256;

    /// How many signals and objects one peer may be subscribed to, at least 1. 512 is a large program's every window.
    int subscriptions = 512;
};

} // namespace heliograph
