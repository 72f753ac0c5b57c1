// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/arrival.h"
#include "wire/message.h"

namespace heliograph {

/// Runs what the peer asks for.
class CallHandler
{
public:
    virtual ~CallHandler() = default;
    /// Must lead to one Session::reply() or Session::fail() of call.id.
    virtual void handleCall(const Call &call, const Arrival &arrival) = 0;
    virtual void handleNotify(const Notify &notify, const Arrival &arrival) = 0;
    virtual void handleCancel(quint64 id) = 0;
    /// False while so much is to be done that the peer should send no more one-way calls; Session::acknowledge() when that changes.
    [[nodiscard]] virtual bool hasRoom() const = 0;
    /// Answers pile up for the peer, which does not read them: no more calls should be run before peerReads().
    virtual void peerIsSlow() = 0;
    /// The peer reads what it is sent.
    virtual void peerReads() = 0;
};

/// Serves the peer's subscriptions to what this end exposes.
class PublicationHandler
{
public:
    virtual ~PublicationHandler() = default;
    virtual void handleSubscribe(const Subscribe &subscribe) = 0;
    virtual void handleAcquire(const Acquire &acquire) = 0;
    virtual void handleRelease(quint64 id) = 0;
    /// An event of the subscription \a id was dropped before it was sent.
    virtual void eventDropped(quint64 id) = 0;
    /// The peer reads what it is sent.
    virtual void peerReads() = 0;
};

/// Takes what this end's subscriptions bring. Whoever does may run an event loop and end the session.
class SubscriptionHandler
{
public:
    virtual ~SubscriptionHandler() = default;
    virtual void handleStatus(const Status &status) = 0;
    virtual void handleEvent(const Event &event) = 0;
    virtual void handleLost(const Lost &lost) = 0;
    virtual void handleObject(const Object &object) = 0;
    virtual void handleChanged(const Changed &changed) = 0;
};

} // namespace heliograph
