// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/socket.h"

#include "transport/binding.h"
#include "transport/context.h"
#include "transport/endpoint.h"
#include "transport/entrance.h"
#include "transport/framemessage.h"
#include "transport/gate.h"
#include "transport/guard.h"
#include "transport/intake.h"
#include "transport/log.h"
#include "transport/monitor.h"
#include "transport/securityoptions.h"
#include "transport/sendframe.h"
#include "transport/socketoptions.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace heliograph {

namespace {

constexpr int droppedInARow = 64;

Error noSockets()
{
    return Error(ErrorCode::ConnectionFailed, QStringLiteral("This process has no more sockets."));
}

} // namespace

struct Socket::Private
{
    Private(std::shared_ptr<Context> sharedContext, Role socketRole, const LinkSettings &settings);
    ~Private();
    Q_DISABLE_COPY_MOVE(Private)

    void openEntrance(std::chrono::milliseconds helloTime);
    void prepareFor(const Endpoint &endpoint);
    [[nodiscard]] std::optional<Error> prepareToListen(const Endpoint &endpoint, const QString &text);
    [[nodiscard]] std::optional<Error> prepareToConnect(const Endpoint &endpoint, const QString &text);
    [[nodiscard]] bool hasEvents(int wanted);

    const std::shared_ptr<Context> context;
    const Role role;
    const std::chrono::milliseconds linkTimeout;
    const std::optional<LinkSecurity> security;
    std::shared_ptr<Entrance> entrance; // null for a socket that lets in everybody, or nobody
    Binding binding;                    // outlives the socket
    zmq::socket_t socket;               // has no handle when the context had none left
    Intake intake;
    FrameMessage current;
};

Socket::Private::Private(std::shared_ptr<Context> sharedContext, Role socketRole,
                         const LinkSettings &settings)
    : context(std::move(sharedContext)), role(socketRole), linkTimeout(settings.linkTimeout),
      security(settings.security), binding(context), intake(socketRole)
{
    try {
        socket = zmq::socket_t(context->handle(),
                               role == Role::Router ? zmq::socket_type::router : zmq::socket_type::dealer);
        setSocketOptions(socket, role);
    } catch (const zmq::error_t &error) {
        qCWarning(transportLog, "No socket can be made: %s", error.what());
        socket.close();
    }
    if (security && security->authenticator && role == Role::Router)
        openEntrance(settings.limits.helloTime);
}

Socket::Private::~Private()
{
    if (entrance)
        context->guard().gate().close(*entrance);
}

void Socket::Private::openEntrance(std::chrono::milliseconds helloTime)
{
    const QByteArray domain = "heliograph-" + QByteArray::number(context->nextNumber());
    entrance = std::make_shared<Entrance>(domain, security->authenticator,
                                          handshakeTime + helloTime + std::chrono::seconds(2));
    intake.setEntrance(entrance);
    context->guard().gate().open(entrance);
}

bool Socket::Private::hasEvents(int wanted)
{
    int events = 0;
    std::size_t size = sizeof(events);
    int result = -1;
    do {
        result = zmq_getsockopt(socket.handle(), ZMQ_EVENTS, &events, &size);
    } while (result != 0 && zmq_errno() == EINTR);
    return result == 0 && (events & wanted) != 0;
}

void Socket::Private::prepareFor(const Endpoint &endpoint)
{
    // On one host a connection lives as long as the processes at its ends, whose system tells at once when one ends.
    const bool isOverNetwork = endpoint.transport == Endpoint::Transport::Tcp;
    setHeartbeats(socket, role, isOverNetwork ? linkTimeout : std::chrono::milliseconds(0));
    setIpv6(socket, endpoint.isIpv6);
}

std::optional<Error> Socket::Private::prepareToListen(const Endpoint &endpoint, const QString &text)
{
    prepareFor(endpoint);
    if (!security)
        return std::nullopt;
    if (!entrance)
        return Error(ErrorCode::InvalidAddress,
                     QStringLiteral("Cannot listen at %1: nobody decides who is let in.").arg(text));
    if (auto error = unshownFault(endpoint, text, QStringLiteral("listen at")))
        return error;
    if (auto error = security->authenticator->check(text))
        return error;
    return askForSecurity(socket, *security, entrance->domain());
}

std::optional<Error> Socket::Private::prepareToConnect(const Endpoint &endpoint, const QString &text)
{
    prepareFor(endpoint);
    if (!security)
        return std::nullopt;
    if (security->authenticator) // which is for others
        return Error(ErrorCode::InvalidAddress,
                     QStringLiteral("Cannot connect to %1: nobody says what to show there.").arg(text));
    if (auto error = unshownFault(endpoint, text, QStringLiteral("connect to")))
        return error;
    return showSecurity(socket, *security);
}

Socket::Socket(std::shared_ptr<Context> context, Role role, const LinkSettings &settings)
    : d(std::make_unique<Private>(std::move(context), role, settings))
{
}

Socket::~Socket()
{
    d->binding.noteClosing(m_bound);
}

std::optional<Error> Socket::bind(const QString &endpoint)
{
    const auto parsed = parseEndpoint(endpoint, Endpoint::Use::Bind);
    if (const auto *error = std::get_if<Error>(&parsed))
        return *error;
    if (!d->socket)
        return noSockets();
    const auto &checked = std::get<Endpoint>(parsed);
    if (auto error = d->prepareToListen(checked, endpoint))
        return error;
    if (auto error = d->binding.bind(d->socket, checked, endpoint))
        return error;
    if (checked.transport == Endpoint::Transport::Inproc)
        d->intake.allowInproc();
    m_bound.append(QString::fromStdString(d->socket.get(zmq::sockopt::last_endpoint)));
    return std::nullopt;
}

std::optional<Error> Socket::bind(ReservedEndpoint reserved)
{
    if (!d->socket)
        return noSockets();
    if (auto error = d->prepareToListen(reserved.endpoint(), reserved.text()))
        return error;
    if (auto error = d->binding.bind(d->socket, std::move(reserved)))
        return error;
    m_bound.append(QString::fromStdString(d->socket.get(zmq::sockopt::last_endpoint)));
    return std::nullopt;
}

std::optional<Error> Socket::connect(const QString &endpoint)
{
    const auto parsed = parseEndpoint(endpoint, Endpoint::Use::Connect);
    if (const auto *error = std::get_if<Error>(&parsed))
        return *error;
    if (!d->socket)
        return noSockets();
    const auto &checked = std::get<Endpoint>(parsed);
    if (auto error = d->prepareToConnect(checked, endpoint))
        return error;
    if (zmq_connect(d->socket.handle(), checked.toByteArray().constData()) != 0) {
        const QString text = QString::fromLocal8Bit(zmq_strerror(zmq_errno()));
        return Error(ErrorCode::InvalidAddress,
                     QStringLiteral("Cannot connect to %1: %2.").arg(endpoint, text));
    }
    if (checked.transport == Endpoint::Transport::Inproc)
        d->intake.allowInproc();
    return std::nullopt;
}

Socket::SendResult Socket::send(PeerId peer, QByteArrayView head, QByteArrayView payload)
{
    // Made before the id is sent: once ØMQ took the first frame, nothing may keep the second back.
    zmq::message_t body = d->context->frames().message(head, payload);
    int error = 0;
    if (d->role == Role::Router) {
        zmq::message_t id(RoutingId::size);
        RoutingId::write(peer, id.data());
        error = sendFrame(d->socket, id, ZMQ_SNDMORE);
    }
    if (error == 0)
        error = sendFrame(d->socket, body);
    switch (error) {
    case 0: return SendResult::Sent;
    case EAGAIN: return SendResult::Full;
    default: return SendResult::Gone;
    }
}

const ReceivedMessage *Socket::receive()
{
    return receive(d->current) ? &d->current : nullptr;
}

bool Socket::receive(FrameMessage &message)
{
    for (int i = 0; i < droppedInARow; ++i) {
        const auto result = d->intake.take(d->socket, message);
        if (result != Intake::Result::Dropped)
            return result == Intake::Result::Taken;
    }
    return false;
}

void Socket::setDropHandler(DropHandler handler)
{
    d->intake.setDropHandler(std::move(handler));
}

void Socket::setRefusalHandler(std::function<void(const LinkEvent &)> handler)
{
    if (d->entrance)
        d->entrance->setRefusalHandler(std::move(handler));
}

const std::shared_ptr<Entrance> &Socket::entrance() const
{
    return d->entrance;
}

quint64 Socket::droppedMessages() const
{
    return d->intake.dropped();
}

qintptr Socket::descriptor() const
{
    return d->socket ? d->socket.get(zmq::sockopt::fd) : -1;
}

bool Socket::isReadable()
{
    return d->hasEvents(ZMQ_POLLIN);
}

bool Socket::isWritable()
{
    return d->hasEvents(ZMQ_POLLOUT);
}

void Socket::setLinger(std::chrono::milliseconds linger)
{
    const auto limit = std::chrono::milliseconds(std::numeric_limits<int>::max());
    const auto zero = std::chrono::milliseconds(0); // ØMQ takes negative values for "for ever"
    const int value = static_cast<int>(std::clamp(linger, zero, limit).count());
    zmq_setsockopt(d->socket.handle(), ZMQ_LINGER, &value, sizeof(value));
}

std::unique_ptr<Monitor> Socket::openMonitor()
{
    if (!d->socket)
        return nullptr;
    try {
        return std::make_unique<Monitor>(d->context, d->socket);
    } catch (const zmq::error_t &error) {
        qCWarning(transportLog, "No monitor can be made: %s", error.what());
        return nullptr;
    }
}

void Socket::wait(Socket &socket, Monitor *monitor, std::chrono::milliseconds timeout, WaitFor what)
{
    const short events = what == WaitFor::Readable ? ZMQ_POLLIN : ZMQ_POLLIN | ZMQ_POLLOUT;
    zmq_pollitem_t items[] = {{socket.d->socket.handle(), 0, events, 0},
                              {monitor ? monitor->handle().handle() : nullptr, -1, ZMQ_POLLIN, 0}};
    // A signal ends the wait early, which is for the caller to notice like any other early end.
    zmq_poll(items, monitor ? 2 : 1, static_cast<long>(std::max<qint64>(timeout.count(), 0)));
}

} // namespace heliograph
