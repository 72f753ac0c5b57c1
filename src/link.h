// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/framesink.h"
#include "session/session.h"

#include <heliograph/error.h>
#include <heliograph/identity.h>

#include <QtCore/qstring.h>

namespace heliograph {

/// The conversation on a link, as the link sees it. All calls come in the link's thread.
class LinkOwner
{
public:
    virtual ~LinkOwner() = default;
    virtual void frameReceived(QByteArrayView frame, const Arrival &arrival) = 0;
    /// The event loop is about to go on: what was joined must leave.
    virtual void turnEnded() = 0;
    /// Frames are taken again after FrameSink::Result::Full.
    virtual void linkWritable() = 0;
    /// The link is gone; it must not be used any more.
    virtual void linkLost(const Error &reason) = 0;
};

/// The way to one peer while it is there. Owned by the Dialer or Listener that made it.
class Link : public FrameSink
{
public:
    /// Asks the transport to call LinkOwner::turnEnded() after the messages at hand. False when no messages are
    /// being handed over now: then the owner must see to it itself.
    [[nodiscard]] virtual bool joinTurn() = 0;
    /// True when every frame that has come was handed over.
    [[nodiscard]] virtual bool isAllRead() = 0;
    /// Whether frames are handed over, from the next one on; they are until this says no. Those that come meanwhile wait
    /// in the transport, where they hold back their sender.
    virtual void setReading(bool on) = 0;
    /// The conversation is established: the peer was the right one.
    virtual void confirm() = 0;
    /// An interval of the heartbeat is over; \a isSilent: in which no frame came. Whoever sends nonetheless is cut.
    virtual void noteBeat(bool isSilent) = 0;
    /// The conversation is over; what was sent before may still leave. The link must not be used any more.
    virtual void drop() = 0;
    /// Where the peer is, for logs.
    [[nodiscard]] virtual QString address() const = 0;
    /// Who is at the other end, as far as the transport has found out when the session begins. A link with Mechanism::Null
    /// and no user leaves that to the session, which may trust the name that the peer claims.
    [[nodiscard]] virtual Identity identity() const = 0;
    /// True for the side that connected, which speaks first.
    [[nodiscard]] virtual bool speaksFirst() const = 0;
};

/// Gets to know new links.
class LinkAcceptor
{
public:
    virtual ~LinkAcceptor() = default;
    /// A peer is there; returns the conversation that \a link is for from now on, or nullptr to refuse it.
    [[nodiscard]] virtual LinkOwner *linkAppeared(Link &link) = 0;
    /// An attempt to connect failed, for \a reason; another one follows.
    virtual void attemptFailed(const Error &reason) = 0;
    /// An attempt to connect takes longer than usual, and goes on, for \a reason.
    virtual void unanswered(const Error &reason) = 0;
    /// The peer at \a endpoint does not take what this end shows of itself, or is another one, for \a reason. \a isFinal: no further
    /// attempt is made.
    virtual void authenticationFailed(const QString &endpoint, const Error &reason, bool isFinal) = 0;
    /// A client from \a address ("" when unknown) was not let in, for \a reason.
    virtual void clientRefused(const QString &address, const Error &reason) = 0;
    /// Nobody can be let in, for \a reason, which was not known when it began to listen.
    virtual void listeningFailed(const Error &reason) = 0;
};

} // namespace heliograph
