// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/endpoint.h"

#include <optional>

namespace heliograph {

/// A tcp port of this host's and the descriptor that listens there, before ØMQ does: whoever connects meanwhile waits.
class TcpListener
{
public:
    /// \a endpoint is a tcp one to bind, with a numeric address, the name of an interface or `*`.
    explicit TcpListener(const Endpoint &endpoint) : m_endpoint(endpoint) {}
    /// Gives the port up, unless the descriptor was taken.
    ~TcpListener();
    Q_DISABLE_COPY_MOVE(TcpListener)

    /// Listens with \a backlog waiting connections at most. AddressInUse when another socket has the port; else InvalidAddress.
    [[nodiscard]] std::optional<Error> listen(int backlog);
    /// Where it listens, as ØMQ would say it: with numbers, and without `*`. Empty before.
    [[nodiscard]] QString boundEndpoint() const;
    /// The listening descriptor; the caller owns it from now on.
    [[nodiscard]] int takeDescriptor();

private:
    const Endpoint m_endpoint;
    int m_descriptor = -1;
};

} // namespace heliograph
