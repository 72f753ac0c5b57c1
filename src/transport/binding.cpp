// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/binding.h"

#include "transport/context.h"
#include "transport/socketoptions.h"

#include <thread>
#include <utility>

namespace heliograph {

namespace {

Error bindError(const QString &endpoint, int reason)
{
    const QString text = QString::fromLocal8Bit(zmq_strerror(reason));
    return Error(reason == EADDRINUSE ? ErrorCode::AddressInUse : ErrorCode::InvalidAddress,
                 QStringLiteral("Cannot listen at %1: %2.").arg(endpoint, text));
}

} // namespace

std::optional<Error> Binding::bind(zmq::socket_t &socket, const Endpoint &endpoint, const QString &text)
{
    if (endpoint.transport == Endpoint::Transport::Ipc && !refuseOtherUsers(socket))
        return bindError(text, zmq_errno());
    if (endpoint.isIpcFile())
        return bindIpcFile(socket, endpoint, text);
    if (bindTo(socket, endpoint.toByteArray()) != 0)
        return bindError(text, zmq_errno());
    return std::nullopt;
}

void Binding::noteClosing(const QStringList &endpoints)
{
    for (const QString &endpoint : endpoints)
        m_addresses.push_back(endpoint.toStdString());
    for (const std::string &address : std::exchange(m_addresses, {}))
        m_context->noteClosed(address);
}

int Binding::bindTo(zmq::socket_t &socket, const QByteArray &address)
{
    int result = zmq_bind(socket.handle(), address.constData());
    // The only wait here: for one's own last server to let go of the port, which takes some 100 us.
    while (result != 0 && zmq_errno() == EADDRINUSE && m_context->wasClosedJustNow(address.toStdString())) {
        std::this_thread::sleep_for(std::chrono::microseconds(100));
        result = zmq_bind(socket.handle(), address.constData());
    }
    if (result == 0)
        m_addresses.push_back(address.toStdString());
    return result;
}

std::optional<Error> Binding::bindIpcFile(zmq::socket_t &socket, const Endpoint &endpoint,
                                          const QString &text)
{
    auto listener = std::make_unique<IpcListener>(endpoint.address);
    if (auto error = listener->listen(listenBacklog))
        return error;
    const int descriptor = listener->takeDescriptor();
    useDescriptor(socket, descriptor);
    const int result = zmq_bind(socket.handle(), endpoint.toByteArray().constData());
    const int reason = zmq_errno();
    useDescriptor(socket, -1);
    if (result != 0)
        return bindError(text, reason);
    m_listeners.push_back(std::move(listener));
    return std::nullopt;
}

} // namespace heliograph
