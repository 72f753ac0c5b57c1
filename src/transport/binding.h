// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/reservedendpoint.h"

#include <zmq.hpp>

#include <memory>
#include <string>
#include <vector>

namespace heliograph {

class Context;

/// The places where one socket listens. Must outlive the socket, which accepts on what it holds.
class Binding
{
public:
    explicit Binding(std::shared_ptr<Context> context) : m_context(std::move(context)) {}
    Q_DISABLE_COPY_MOVE(Binding)

    /// Has \a socket listen at \a endpoint, which an error names as \a text.
    [[nodiscard]] std::optional<Error> bind(zmq::socket_t &socket, const Endpoint &endpoint,
                                            const QString &text);
    /// Has \a socket take over \a reserved.
    [[nodiscard]] std::optional<Error> bind(zmq::socket_t &socket, ReservedEndpoint reserved);
    /// The socket is about to be closed: others may want to listen there. \a endpoints are those bound, as ØMQ tells them.
    void noteClosing(const QStringList &endpoints);

private:
    [[nodiscard]] int bindTo(zmq::socket_t &socket, const QByteArray &address);

    const std::shared_ptr<Context> m_context;
    std::vector<std::unique_ptr<IpcListener>> m_paths;
    std::vector<std::string> m_addresses; // as they were given
};

} // namespace heliograph
