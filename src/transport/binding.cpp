// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/binding.h"

#include "transport/context.h"
#include "transport/socketoptions.h"

#include <unistd.h>
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
    if (endpoint.isIpcFile() || endpoint.transport == Endpoint::Transport::Tcp) {
        auto reserved = ReservedEndpoint::reserve(*m_context, text);
        if (const auto *const error = std::get_if<Error>(&reserved))
            return *error;
        return bind(socket, std::move(std::get<ReservedEndpoint>(reserved)));
    }
    if (endpoint.transport == Endpoint::Transport::Ipc && !refuseOtherUsers(socket))
        return bindError(text, zmq_errno());
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
    int result = -1;
    m_context->whileClosing(address.toStdString(), [&] {
        result = zmq_bind(socket.handle(), address.constData());
        return result != 0 && zmq_errno() == EADDRINUSE;
    });
    if (result == 0)
        m_addresses.push_back(address.toStdString());
    return result;
}

std::optional<Error> Binding::bind(zmq::socket_t &socket, ReservedEndpoint reserved)
{
    if (reserved.endpoint().transport == Endpoint::Transport::Ipc && !refuseOtherUsers(socket))
        return bindError(reserved.text(), zmq_errno());
    const int descriptor = reserved.takeDescriptor();
    useDescriptor(socket, descriptor);
    const int result = zmq_bind(socket.handle(), reserved.endpoint().toByteArray().constData());
    const int reason = zmq_errno();
    useDescriptor(socket, -1);
    if (result != 0) {
        ::close(descriptor); // ØMQ owns it only once it listens
        return bindError(reserved.text(), reason);
    }
    m_addresses.push_back(reserved.text().toStdString());
    if (auto path = reserved.takePath())
        m_paths.push_back(std::move(path));
    return std::nullopt;
}

} // namespace heliograph
