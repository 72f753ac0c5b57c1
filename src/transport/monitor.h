// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"

#include <memory>
#include <optional>

namespace zmq {
class socket_t;
}

namespace heliograph {

class Context;

/// The reading end of a socket's monitor. May be read in another thread than the socket's, by one thread.
/// It must end before the monitored socket does, and in that socket's thread; nobody may read it by then.
class Monitor
{
public:
    /// \a monitored is only used to start and stop monitoring, in its own thread.
    /// Throws zmq::error_t when the context has no sockets left.
    Monitor(std::shared_ptr<Context> context, zmq::socket_t &monitored);
    ~Monitor();
    Monitor(const Monitor &) = delete;
    Monitor &operator=(const Monitor &) = delete;

    /// The next event, or nothing; does not block.
    [[nodiscard]] std::optional<LinkEvent> next();
    [[nodiscard]] zmq::socket_t &handle() { return *m_pair; }

private:
    [[nodiscard]] std::optional<LinkEvent> handshakeFailed(int event, int value,
                                                           const QString &endpoint) const;
    [[nodiscard]] std::optional<LinkEvent> interpret(int event, int value, const QString &endpoint);

    std::shared_ptr<Context> m_context;
    zmq::socket_t &m_monitored;
    const bool m_isDealer;
    std::optional<LinkEvent> m_lost; // a dealer's, told as incomplete
    std::unique_ptr<zmq::socket_t> m_pair;
};

} // namespace heliograph
