// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

namespace heliograph {

/// Where a connection comes from, as ØMQ words it. A value.
struct Origin
{
    /// A numeric IP address; an IPv4 one that came as IPv6 is an IPv4 one. Empty for ipc, and when nobody knows.
    QString address = {};
    /// True over ipc and from 127.x.x.x and ::1; false when nobody knows.
    bool isLocal = false;
    /// Who is taken for one and the same when failures are counted: an IPv4 address, an IPv6 network of 64 bits, all who come by
    /// loopback, a user of this host who comes over ipc. Not for showing.
    QByteArray group = {};
    /// For a log: the address, "process 4711", or empty.
    QString name = {};

    /// Reads \a text: an IP address without brackets and port, or, for ipc, "localhost:<uid>:<gid>:<pid>". What is neither is
    /// nobody's: nothing is taken for local without a sign of it.
    [[nodiscard]] static Origin read(const QByteArray &text);
};

} // namespace heliograph
