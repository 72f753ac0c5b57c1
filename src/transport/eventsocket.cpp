// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"

#include "transport/context.h"
#include "transport/framemessage.h"
#include "transport/guard.h"
#include "transport/log.h"
#include "transport/monitor.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qpointer.h>
#include <QtCore/qscopeguard.h>
#include <QtCore/qsocketnotifier.h>

#include <utility>

// ØMQ's descriptor is not a level but an edge: it wakes the loop for a message only when the socket had been
// found empty before, and any call on the socket may swallow that wake-up. So there is one rule here: whoever
// touches the socket sees to it that a turn comes after, and a turn ends only when the socket was found empty
// or the next turn is scheduled.

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr int messagesPerTurn = 64;
constexpr std::chrono::milliseconds recheckInterval = 10ms;

QEvent::Type turnEvent()
{
    static const int type = QEvent::registerEventType();
    return static_cast<QEvent::Type>(type);
}

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

void EventSocket::DeleteLater::operator()(QSocketNotifier *notifier) const
{
    notifier->setEnabled(false);
    notifier->deleteLater(); // it may be the one that is calling
}

EventSocket::EventSocket(std::shared_ptr<Context> context, Socket::Role role, SocketReceiver &receiver,
                         const LinkSettings &settings)
    : m_role(role), m_receiver(&receiver),
      m_socket(std::make_unique<Socket>(context, role, settings.linkTimeout)), m_context(std::move(context))
{
    m_sinceEmpty.start();
    if (role == Socket::Role::Router) {
        m_admission = std::make_shared<Admission>(settings);
        m_socket->setDropHandler([this](std::optional<PeerId> peer, int descriptor, const char *reason) {
            m_receiver->messageDropped(peer, descriptor, QString::fromLatin1(reason));
        });
    }
    watchLinks();
    startNotifier();
}

EventSocket::~EventSocket()
{
    close(0ms);
}

void EventSocket::startNotifier()
{
    if (m_socket->descriptor() < 0)
        return;
    m_notifier.reset(new QSocketNotifier(m_socket->descriptor(), QSocketNotifier::Read));
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, this, &EventSocket::takeTurn);
    scheduleTurn(); // for what came before the notifier
}

void EventSocket::watchLinks()
{
    auto monitor = m_socket->openMonitor();
    if (!monitor)
        return;
    m_guardKey = m_context->guard().add(
        std::move(monitor), [this](const LinkEvent &event) { postLinkEvent(event); }, m_admission);
}

std::optional<Error> EventSocket::bind(const QString &endpoint)
{
    if (!m_socket)
        return Error(ErrorCode::Closed);
    if (m_admission && !endpoint.startsWith(QStringLiteral("inproc:")))
        m_context->makeRoomForStrangers(); // before anybody can connect
    std::optional<Error> error = m_socket->bind(endpoint);
    m_bound = m_socket->boundEndpoints();
    scheduleTurn();
    return error;
}

std::optional<Error> EventSocket::connect(const QString &endpoint)
{
    if (!m_socket)
        return Error(ErrorCode::Closed);
    std::optional<Error> error = m_socket->connect(endpoint);
    if (!error && endpoint.startsWith(QStringLiteral("inproc:")))
        postLinkEvent({LinkEvent::Type::HandshakeSucceeded, -1, 0, endpoint});
    scheduleTurn();
    return error;
}

Socket::SendResult EventSocket::send(PeerId peer, QByteArrayView head, QByteArrayView payload)
{
    if (!m_socket)
        return Socket::SendResult::Gone;
    const auto result = m_socket->send(peer, head, payload);
    if (result == Socket::SendResult::Full)
        m_wasFull = true;
    lookAfterSend();
    return result;
}

bool EventSocket::isWritable()
{
    if (!m_socket)
        return false;
    scheduleTurn(); // asking may take the descriptor's word for a message that came
    return m_socket->isWritable();
}

void EventSocket::setReading(bool on)
{
    if (!std::exchange(m_isReading, on) && on && m_socket)
        scheduleTurn();
}

void EventSocket::close(std::chrono::milliseconds linger)
{
    m_receiver = nullptr;
    if (!m_socket)
        return;
    m_recheck.stop();
    m_look.stop();
    m_notifier.reset();
    if (m_guardKey != 0)
        m_context->guard().remove(std::exchange(m_guardKey, 0));
    m_links.clear();
    m_admission.reset();
    m_socket->setLinger(linger);
    m_socket.reset();
    m_context.reset();
}

bool EventSocket::event(QEvent *event)
{
    if (event->type() != turnEvent())
        return QObject::event(event);
    m_isTurnScheduled = false; // before the turn looks: what comes later needs a turn of its own
    takeTurn();
    return true;
}

void EventSocket::timerEvent(QTimerEvent *event)
{
    // Anew: no timer fires in an event loop inside of its own event.
    if (event->timerId() == m_recheck.timerId())
        m_recheck.start(static_cast<int>(recheckInterval.count()), this);
    else if (event->timerId() == m_look.timerId())
        m_look.start(0, this);
    else
        return;
    takeTurn();
}

void EventSocket::postLinkEvent(const LinkEvent &event)
{
    m_links.post(event);
    scheduleTurn();
}

void EventSocket::scheduleTurn()
{
    if (!m_isTurnScheduled.exchange(true))
        QCoreApplication::postEvent(this, new QEvent(turnEvent()));
}

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
        m_recheck.start(static_cast<int>(recheckInterval.count()), this);
    m_look.stop();
    // The handlers may have sent, and so swallowed the wake-up for what came in meanwhile.
    if (m_wasTouched && m_isReading && !m_isTurnScheduled && m_socket->isReadable())
        scheduleTurn();
}

bool EventSocket::isAllRead()
{
    if (!m_socket)
        return true;
    m_wasTouched = true;
    if (!m_socket->isReadable())
        return true;
    if (m_isReading)
        scheduleTurn(); // asking took the wake-up
    return false;
}

void EventSocket::lookAfterSend()
{
    m_wasTouched = true;
    if (m_afterSend == AfterSend::Turn)
        scheduleTurn();
    else if (m_afterSend == AfterSend::Timer && !m_look.isActive())
        m_look.start(0, this);
}

} // namespace heliograph
