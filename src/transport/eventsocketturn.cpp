// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"

#include "transport/framemessage.h"
#include "transport/log.h"

#include <QtCore/qpointer.h>
#include <QtCore/qscopeguard.h>

#include <utility>

// ØMQ's descriptor is not a level but an edge: it wakes the loop for a message only when the socket had been
// found empty before, and any call on the socket may swallow that wake-up. So there is one rule here: whoever
// touches the socket sees to it that a turn comes after, and a turn ends only when the socket was found empty
// or the next turn is scheduled.

namespace heliograph {

namespace {

constexpr int messagesPerTurn = 64;
constexpr std::chrono::milliseconds recheckInterval(10);

} // namespace

/// Says what sends do while it lives.
class EventSocket::SendScope
{
public:
    SendScope(EventSocket *socket, AfterSend afterSend)
        : m_socket(socket), m_before(std::exchange(socket->m_afterSend, afterSend))
    {
    }
    ~SendScope()
    {
        if (m_socket)
            m_socket->m_afterSend = m_before;
    }
    SendScope(const SendScope &) = delete;
    SendScope &operator=(const SendScope &) = delete;

private:
    const QPointer<EventSocket> m_socket;
    const AfterSend m_before;
};

/// May be entered again by an event loop inside of messageReceived() or linkEvent(). Nothing is kept here
/// across a call of the receiver, which may also have closed or deleted this socket.
void EventSocket::takeTurn()
{
    if (!m_socket)
        return;
    ++m_turns;
    const QPointer<EventSocket> self(this);
    auto afterException = qScopeGuard([&self] {
        if (self && self->m_socket)
            self->scheduleTurn();
    });

    const bool isInside = m_look.isActive();
    const bool mayBeLast = m_links.takePosts() && areLastMessagesHere(); // before they are read
    bool gotMessages = false;
    const Reading reading = readMessages(gotMessages);
    bool isOpen = reading != Reading::Closed;
    // Also without messages: an event loop inside of messageReceived() may have joined something to this turn.
    if (isOpen && (gotMessages || isInside)) {
        const SendScope scope(this, AfterSend::Nothing);
        m_receiver->turnEnded();
        isOpen = self && m_socket;
    }
    if (isOpen && handOverLinkEvents(mayBeLast && reading == Reading::Emptied) && tellWritable())
        endTurn();
    afterException.dismiss();
}

/// Whether lost connections can send nothing more. When a peer broke ZMTP, this is told by the end of the dealer's
/// pipe alone, which ØMQ ends after it put the last message in.
bool EventSocket::areLastMessagesHere()
{
    return m_links.isComplete() || !m_socket->isWritable();
}

EventSocket::Reading EventSocket::readMessages(bool &gotMessages)
{
    const QPointer<EventSocket> self(this);
    const SendScope scope(this, AfterSend::Timer);
    m_turnEnds = std::chrono::steady_clock::now() + timePerTurn;
    for (int i = 0; i < messagesPerTurn && m_isReading && std::chrono::steady_clock::now() < m_turnEnds;
         ++i) {
        FrameMessage message; // this call's own, as the receiver may run an event loop
        const quint64 dropped = m_socket->droppedMessages();
        if (!m_socket->receive(message)) {
            if (m_socket->droppedMessages() != dropped)
                break; // it may have given up before the socket was empty
            m_sinceEmpty.start();
            m_wasTouched = false;
            return Reading::Emptied;
        }
        gotMessages = true;
        // The receiver may run an event loop: as the socket was not found empty, nothing else would wake that up.
        if (!m_look.isActive())
            m_look.start(0, this);
        m_receiver->messageReceived(message);
        if (!self || !m_socket)
            return Reading::Closed;
    }
    m_wasTouched = true;
    return Reading::Interrupted;
}

/// False when the receiver closed the socket.
bool EventSocket::handOverLinkEvents(bool allIsRead)
{
    const QPointer<EventSocket> self(this);
    while (const auto event = m_links.next(allIsRead)) {
        if (heedsStrangers(*event, allIsRead))
            continue;
        m_receiver->linkEvent(*event);
        if (!self || !m_socket)
            return false;
    }
    return true;
}

/// True for the events that are between the guard and this.
bool EventSocket::heedsStrangers(const LinkEvent &event, bool allIsRead)
{
    if (event.type == LinkEvent::Type::StrangersCut) {
        qCWarning(transportLog).noquote() << m_bound.join(u' ') << event.endpoint;
        return true;
    }
    if (event.type != LinkEvent::Type::GreetingOverdue)
        return false;
    if (allIsRead)
        m_admission->cutOverdue(event.fd);
    else
        m_admission->excuseOverdue(event.fd, Admission::Clock::now());
    return true;
}

/// False when the receiver closed the socket.
bool EventSocket::tellWritable()
{
    // A router is writable when any peer is, so the full one may be full again. Its sends are quiet, or this
    // would go round and round: the next try comes with the next turn, by the timer at the latest.
    if (!m_wasFull)
        return true;
    m_wasTouched = true;
    if (!m_socket->isWritable())
        return true;
    m_wasFull = false;
    const QPointer<EventSocket> self(this);
    const SendScope scope(this, AfterSend::Nothing);
    m_receiver->writable();
    return self && m_socket;
}

void EventSocket::endTurn()
{
    const bool mustRecheck = m_wasFull || !m_links.isEmpty();
    if (!mustRecheck)
        m_recheck.stop();
    else if (!m_recheck.isActive())
        startRecheck();
    m_look.stop();
    // The handlers may have sent, and so swallowed the wake-up for what came in meanwhile.
    if (m_wasTouched && m_isReading && !m_isTurnScheduled && m_socket->isReadable())
        scheduleTurn();
}

void EventSocket::startRecheck()
{
    m_recheck.start(static_cast<int>(recheckInterval.count()), this);
}

} // namespace heliograph
