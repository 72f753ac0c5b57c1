// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventsocket.h"

#include "transport/context.h"
#include "transport/guard.h"
#include "transport/monitor.h"
#include "transport/reservedendpoint.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>

#include <utility>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

QEvent::Type turnEvent()
{
    static const int type = QEvent::registerEventType();
    return static_cast<QEvent::Type>(type);
}

} // namespace

void EventSocket::DeleteLater::operator()(QSocketNotifier *notifier) const
{
    notifier->setEnabled(false);
    notifier->deleteLater(); // it may be the one that is calling
}

EventSocket::EventSocket(std::shared_ptr<Context> context, Socket::Role role, SocketReceiver &receiver,
                         const LinkSettings &settings)
    : m_role(role), m_receiver(&receiver), m_socket(std::make_unique<Socket>(context, role, settings)),
      m_context(std::move(context))
{
    m_sinceEmpty.start();
    if (role == Socket::Role::Router) {
        m_admission = std::make_shared<Admission>(settings);
        m_socket->setDropHandler([this](std::optional<PeerId> peer, int descriptor, const char *reason) {
            m_receiver->messageDropped(peer, descriptor, QString::fromLatin1(reason));
        });
        m_socket->setRefusalHandler([this](const LinkEvent &event) { postLinkEvent(event); });
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
        std::move(monitor), [this](const LinkEvent &event) { postLinkEvent(event); }, m_admission,
        m_socket->entrance());
}

std::optional<Error> EventSocket::bind(const QString &endpoint)
{
    if (!m_socket)
        return Error(ErrorCode::Closed);
    if (m_admission && !endpoint.startsWith(QStringLiteral("inproc:")))
        m_context->makeRoomForStrangers(); // before anybody can connect
    return endBind(m_socket->bind(endpoint));
}

std::optional<Error> EventSocket::bind(ReservedEndpoint reserved)
{
    if (!m_socket)
        return Error(ErrorCode::Closed);
    m_context->makeRoomForStrangers(); // before anybody is let in
    return endBind(m_socket->bind(std::move(reserved)));
}

std::optional<Error> EventSocket::endBind(std::optional<Error> error)
{
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
    m_socket->setRefusalHandler(nullptr);
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
        startRecheck();
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
