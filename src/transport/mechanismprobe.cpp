// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/mechanismprobe.h"

#include "transport/context.h"
#include "transport/endpoint.h"
#include "transport/receiveframe.h"
#include "transport/sendframe.h"
#include "transport/socketoptions.h"

#include <algorithm>
#include <string_view>

namespace heliograph {

namespace {

// A greeting's signature and first number of its version: to hear the other end's whole greeting, no more has to be said.
constexpr std::string_view beginning("\xff\0\0\0\0\0\0\0\1\x7f\3", 11);
constexpr qsizetype signatureEnd = 9;
constexpr qsizetype version = 10;
constexpr qsizetype mechanismBegin = 12;
constexpr qsizetype mechanismSize = 20; // filled up with zero bytes

/// What \a greeting says; only if each byte fits, as a line may flip bits.
std::optional<Mechanism> mechanismIn(const QByteArray &greeting)
{
    if (greeting[0] != '\xff' || greeting[signatureEnd] != '\x7f' || greeting[version] < 3)
        return std::nullopt;
    const QByteArray name = greeting.mid(mechanismBegin, mechanismSize);
    const auto is = [&name](const char *known) {
        return name == QByteArray(known).leftJustified(mechanismSize, '\0');
    };
    if (is("NULL"))
        return Mechanism::Null;
    if (is("PLAIN"))
        return Mechanism::Plain;
    if (is("CURVE"))
        return Mechanism::Curve;
    return std::nullopt;
}

} // namespace

MechanismProbe::MechanismProbe(std::shared_ptr<Context> context, const QString &endpoint)
    : m_context(std::move(context)), m_end(Clock::now() + patience)
{
    const auto parsed = parseEndpoint(endpoint, Endpoint::Use::Connect);
    const auto *const place = std::get_if<Endpoint>(&parsed);
    if (!place || place->transport == Endpoint::Transport::Inproc)
        return;
    try {
        // ØMQ's way to speak as one likes (zmq_socket(3)), which looks up names in its own thread, as for any other connection.
        m_socket = std::make_unique<zmq::socket_t>(m_context->handle(), zmq::socket_type::stream);
        setSocketOptions(*m_socket, Socket::Role::Dealer);
        setIpv6(*m_socket, place->isIpv6);
        m_socket->connect(place->toByteArray().toStdString());
    } catch (const zmq::error_t &) {
        m_socket.reset();
    }
}

MechanismProbe::~MechanismProbe() = default;

bool MechanismProbe::isOver()
{
    zmq::message_t id;
    zmq::message_t bytes;
    while (m_socket && receiveFrame(*m_socket, id) && receiveFrame(*m_socket, bytes))
        take(id, bytes);
    if (Clock::now() >= m_end)
        m_socket.reset();
    return !m_socket;
}

/// Nothing at all, from ØMQ itself, stands for the beginning and the end of the connection.
void MechanismProbe::take(zmq::message_t &id, const zmq::message_t &bytes)
{
    m_greeting.append(static_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
    const bool isWhole = m_greeting.size() >= mechanismBegin + mechanismSize;
    if (isWhole)
        m_mechanism = mechanismIn(m_greeting);
    const bool isBeginning = bytes.empty() && !std::exchange(m_isConnected, true);
    const bool goesOn = isBeginning ? greet(id) : !bytes.empty();
    if (isWhole || !goesOn)
        m_socket.reset();
}

/// False when there is nobody any more.
bool MechanismProbe::greet(zmq::message_t &id)
{
    zmq::message_t greeting(beginning.data(), beginning.size());
    return sendFrame(*m_socket, id, ZMQ_SNDMORE) == 0 && sendFrame(*m_socket, greeting) == 0;
}

void MechanismProbe::wait(Clock::time_point time)
{
    if (!m_socket)
        return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::min(time, m_end) - Clock::now());
    zmq_pollitem_t item = {m_socket->handle(), 0, ZMQ_POLLIN, 0};
    zmq_poll(&item, 1, static_cast<long>(std::max<qint64>(left.count(), 0)));
}

} // namespace heliograph
