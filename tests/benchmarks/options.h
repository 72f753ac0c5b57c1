// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringList>

namespace heliograph::bench {

/// What the command line asks for.
struct Options
{
    bool quick = false;
    bool idle = false;
    bool crowd = false;
    QStringList only; // names of scenarios, peers or transports; empty: all
    QString jsonFile; // empty: no JSON

    // The roles in which the program starts itself; all empty in the parent.
    QString serve;      // peer to serve
    QString idleClient; // peer to connect to and leave idle
    QString crowdRole;  // the option's name: --crowd-server, --crowd-clients, --crowd-listeners and so on
    int crowdSize = 0;  // of a process of clients
    QString address;    // of any

    /// Whether --only lets \a name through. It chooses among \a alternatives: a filter that names none of them lets
    /// all of them through, so that "--only tcp" means every scenario and peer, over tcp.
    [[nodiscard]] bool takes(const QString &name, const QStringList &alternatives) const;
};

/// Reads the arguments of the application; ends the process on --help and on options that do not exist.
[[nodiscard]] Options parseOptions(const QStringList &arguments);

} // namespace heliograph::bench
