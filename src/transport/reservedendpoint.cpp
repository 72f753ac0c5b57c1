// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/reservedendpoint.h"

#include "transport/context.h"
#include "transport/socketoptions.h"
#include "transport/tcplistener.h"

#include <unistd.h>
#include <utility>

namespace heliograph {

std::variant<ReservedEndpoint, Error> ReservedEndpoint::reserve(Context &context, const QString &endpoint)
{
    auto parsed = parseEndpoint(endpoint, Endpoint::Use::Bind);
    if (auto *const error = std::get_if<Error>(&parsed))
        return std::move(*error);
    ReservedEndpoint reserved(std::move(std::get<Endpoint>(parsed)), endpoint);
    if (auto error = reserved.listen(context))
        return std::move(*error);
    return reserved;
}

ReservedEndpoint::~ReservedEndpoint()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

ReservedEndpoint::ReservedEndpoint(ReservedEndpoint &&other) noexcept
    : m_endpoint(std::move(other.m_endpoint)), m_text(std::move(other.m_text)),
      m_bound(std::move(other.m_bound)), m_descriptor(other.takeDescriptor()), m_path(other.takePath())
{
}

ReservedEndpoint &ReservedEndpoint::operator=(ReservedEndpoint &&other) noexcept
{
    ReservedEndpoint taken(std::move(other));
    std::swap(m_endpoint, taken.m_endpoint);
    std::swap(m_text, taken.m_text);
    std::swap(m_bound, taken.m_bound);
    std::swap(m_descriptor, taken.m_descriptor);
    std::swap(m_path, taken.m_path);
    return *this;
}

int ReservedEndpoint::takeDescriptor()
{
    return std::exchange(m_descriptor, -1);
}

std::optional<Error> ReservedEndpoint::listen(Context &context)
{
    if (m_endpoint.isIpcFile())
        return listenIpc();
    if (m_endpoint.transport != Endpoint::Transport::Tcp)
        return Error(ErrorCode::InvalidAddress,
                     QStringLiteral("Cannot listen at %1 while keys are being worked out; give an ipc path "
                                    "or a tcp port.")
                         .arg(m_text));
    std::optional<Error> error;
    context.whileClosing(m_text.toStdString(), [&] {
        error = listenTcp();
        return error && error->code() == ErrorCode::AddressInUse;
    });
    return error;
}

std::optional<Error> ReservedEndpoint::listenTcp()
{
    TcpListener listener(m_endpoint);
    if (auto error = listener.listen(listenBacklog))
        return error;
    m_bound = listener.boundEndpoint();
    m_descriptor = listener.takeDescriptor();
    return std::nullopt;
}

std::optional<Error> ReservedEndpoint::listenIpc()
{
    auto path = std::make_unique<IpcListener>(m_endpoint.address);
    if (auto error = path->listen(listenBacklog))
        return error;
    m_bound = m_text;
    m_descriptor = path->takeDescriptor();
    m_path = std::move(path);
    return std::nullopt;
}

} // namespace heliograph
