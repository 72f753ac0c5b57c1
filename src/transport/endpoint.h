// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <variant>

namespace heliograph {

/// A checked endpoint: where a socket listens or connects to. A value.
struct Endpoint
{
    enum class Transport : quint8 { Tcp, Ipc, Inproc };
    enum class Use : quint8 { Bind, Connect };

    Transport transport;
    QByteArray address;  ///< what follows "://", in the encoding of file names
    bool isIpv6 = false; ///< a literal such as [::1]; a name is looked up as IPv4

    /// As ØMQ takes it.
    [[nodiscard]] QByteArray toByteArray() const;
    /// An ipc endpoint with a file of a known name: neither abstract (`@name`) nor a wildcard.
    [[nodiscard]] bool isIpcFile() const;
};

/// Checks \a text for \a use: `tcp://host:port`, `ipc://path` or `inproc://name`. To bind, a tcp host or port
/// and an ipc path may be `*`. An error is InvalidAddress and names what was wrong and what is expected.
/// An ipc path is limited by sun_path, 107 bytes (unix(7)).
[[nodiscard]] std::variant<Endpoint, Error> parseEndpoint(const QString &text, Endpoint::Use use);

} // namespace heliograph
