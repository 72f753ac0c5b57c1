// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/monitor.h"

#include "transport/context.h"
#include "transport/receiveframe.h"

#include <zmq.hpp>

#include <cstring>
#include <string>
#include <utility>

namespace heliograph {

namespace {

/// ACCEPT_FAILED is left out: without free descriptors it comes 400 000 times a second.
constexpr int eventMask = ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED
                          | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
                          | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_DISCONNECTED
                          | ZMQ_EVENT_CONNECT_RETRIED;

constexpr int refusal = 400;

LinkEvent::Failure failureOf(int event, int value)
{
    using Failure = LinkEvent::Failure;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) // a ZAP status; others than 400 decide nothing (RFC 27)
        return value == refusal ? Failure::Refused : Failure::Unknown;
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)
        return Failure::Unknown;
    switch (value) {
    case ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH: return Failure::MechanismMismatch;
    case ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC: return Failure::WrongServerKey;
    default: return Failure::NotAPeer;
    }
}

QString textOf(LinkEvent::Failure failure)
{
    using Failure = LinkEvent::Failure;
    switch (failure) {
    case Failure::MechanismMismatch:
        return QStringLiteral("It comes with another mechanism than this end asks for.");
    case Failure::WrongServerKey: return QStringLiteral("It means another server, by its key.");
    case Failure::NotAPeer: return QStringLiteral("It does not speak ZMTP.");
    case Failure::None:
    case Failure::Refused:
    case Failure::Busy:
    case Failure::TooManyFailures:
    case Failure::Unknown: break;
    }
    return QStringLiteral("It hung up, or said nothing for too long.");
}

} // namespace

Monitor::Monitor(std::shared_ptr<Context> context, zmq::socket_t &monitored)
    : m_context(std::move(context)), m_monitored(monitored),
      m_isDealer(monitored.get(zmq::sockopt::type) == ZMQ_DEALER),
      m_pair(std::make_unique<zmq::socket_t>(m_context->handle(), zmq::socket_type::pair))
{
    // ØMQ's I/O thread sends these events blocking: a limit here could stop all traffic of the process.
    // It must be set before the connection is made.
    m_pair->set(zmq::sockopt::rcvhwm, 0);
    m_pair->set(zmq::sockopt::linger, 0);

    const std::string name = "inproc://heliograph-monitor-" + std::to_string(m_context->nextNumber());
    if (zmq_socket_monitor(monitored.handle(), name.c_str(), eventMask) != 0)
        throw zmq::error_t();
    m_pair->connect(name);
}

Monitor::~Monitor()
{
    // First, as an event without a reader would block the I/O thread for ever.
    zmq_socket_monitor(m_monitored.handle(), nullptr, 0);
}

std::optional<LinkEvent> Monitor::next()
{
    zmq::message_t frame;
    while (receiveFrame(*m_pair, frame)) {
        // zmq_socket_monitor(3): 16 bits of event, 32 bits of value, both in the order of this machine
        quint16 event = 0;
        qint32 value = 0;
        if (frame.size() == sizeof(event) + sizeof(value)) {
            std::memcpy(&event, frame.data(), sizeof(event));
            std::memcpy(&value, static_cast<const char *>(frame.data()) + sizeof(event), sizeof(value));
        }
        QString endpoint;
        while (frame.more() && receiveFrame(*m_pair, frame))
            endpoint = QString::fromLocal8Bit(static_cast<const char *>(frame.data()),
                                              static_cast<qsizetype>(frame.size()));
        if (auto result = interpret(event, value, endpoint))
            return result;
    }
    return std::nullopt;
}

std::optional<LinkEvent> Monitor::handshakeFailed(int event, int value, const QString &endpoint) const
{
    using Type = LinkEvent::Type;
    const LinkEvent::Failure failure = failureOf(event, value);
    if (m_isDealer)
        return LinkEvent{Type::HandshakeFailed, -1, value, endpoint, true, failure};
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
        return std::nullopt; // which the entrance tells, and of whom
    return LinkEvent{Type::ClientRefused, -1, value, endpoint, true, failure, {}, textOf(failure)};
}

std::optional<LinkEvent> Monitor::interpret(int event, int value, const QString &endpoint)
{
    using Type = LinkEvent::Type;
    switch (event) {
    case ZMQ_EVENT_ACCEPTED: return LinkEvent{Type::Accepted, value, 0, endpoint};
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: // its value is no descriptor
        return LinkEvent{Type::HandshakeSucceeded, -1, 0, endpoint};
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return handshakeFailed(event, value, endpoint);
    case ZMQ_EVENT_DISCONNECTED: {
        const LinkEvent lost{Type::Disconnected, value, 0, endpoint, !m_isDealer};
        if (m_isDealer)
            m_lost = lost;
        return lost;
    }
    case ZMQ_EVENT_CONNECT_RETRIED: {
        // ØMQ's word that it will try again, which the socket's options put off for good. The I/O thread says it
        // last of all about an attempt that failed, and after it handed over what a lost connection had sent.
        auto lost = std::exchange(m_lost, std::nullopt);
        if (!lost)
            return LinkEvent{Type::ConnectFailed, -1, 0, endpoint};
        lost->isComplete = true;
        return lost;
    }
    default: return std::nullopt;
    }
}

} // namespace heliograph
