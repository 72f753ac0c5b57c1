// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/endpoint.h"
#include "transport/ipclistener.h"

#include <memory>
#include <optional>

namespace heliograph {

class Context;

/// An endpoint at which this process listens already, before there is a socket that can serve it, as while keys are being worked
/// out: who connects meanwhile waits. Given up when this goes, unless a socket took it over.
class ReservedEndpoint
{
public:
    /// Reserves \a endpoint: tcp, or an ipc path. Errors as in Socket::bind().
    [[nodiscard]] static std::variant<ReservedEndpoint, Error> reserve(Context &context,
                                                                       const QString &endpoint);
    ~ReservedEndpoint();
    ReservedEndpoint(ReservedEndpoint &&other) noexcept;
    ReservedEndpoint &operator=(ReservedEndpoint &&other) noexcept;

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }
    /// As it was given.
    [[nodiscard]] const QString &text() const { return m_text; }
    /// Where it is, with `*` replaced.
    [[nodiscard]] const QString &boundEndpoint() const { return m_bound; }

    /// The listening descriptor; the caller owns it from now on.
    [[nodiscard]] int takeDescriptor();
    /// The right to the path, of an ipc endpoint; to be kept for as long as somebody listens there.
    [[nodiscard]] std::unique_ptr<IpcListener> takePath() { return std::move(m_path); }

private:
    explicit ReservedEndpoint(Endpoint endpoint, QString text)
        : m_endpoint(std::move(endpoint)), m_text(std::move(text))
    {
    }
    [[nodiscard]] std::optional<Error> listen(Context &context);
    [[nodiscard]] std::optional<Error> listenTcp();
    [[nodiscard]] std::optional<Error> listenIpc();

    Endpoint m_endpoint;
    QString m_text;
    QString m_bound;
    int m_descriptor = -1;
    std::unique_ptr<IpcListener> m_path; // null for tcp
};

} // namespace heliograph
