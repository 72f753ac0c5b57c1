// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/endpoint.h"
#include "transport/linksecurity.h"

#include <heliograph/error.h>

#include <QtCore/qbytearray.h>

#include <optional>

namespace zmq {
class socket_t;
}

namespace heliograph {

/// Why \a endpoint, written as \a text, is none for a socket with security; \a what is done with it, in words that go on after "Cannot".
[[nodiscard]] std::optional<Error> unshownFault(const Endpoint &endpoint, const QString &text,
                                                const QString &what);
/// From the next bind of \a socket on, who connects must be let in at the entrance of \a domain, by the mechanism of \a security's
/// authenticator. An error when that cannot be had: then \a socket must not be bound, as it might let in everybody.
[[nodiscard]] std::optional<Error> askForSecurity(zmq::socket_t &socket, const LinkSecurity &security,
                                                  const QByteArray &domain);
/// From the next connect of \a socket on, servers are shown what \a security says. An error when that cannot be had: then
/// \a socket must not be connected, as it might send in the clear.
[[nodiscard]] std::optional<Error> showSecurity(zmq::socket_t &socket, const LinkSecurity &security);

} // namespace heliograph
