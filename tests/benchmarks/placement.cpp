// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "placement.h"

#include <QCoreApplication>
#include <QDir>

#include <utility>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

void confine(qint64 processId, const cpu_set_t &cores)
{
    const QDir tasks(u"/proc/%1/task"_s.arg(processId));
    const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads)
        sched_setaffinity(thread.toInt(), sizeof cores,
                          &cores); // fails only for a thread that has just ended
}

// The core at \a position among \a allowed; the last one when there are fewer.
cpu_set_t coreAt(int position, const cpu_set_t &allowed)
{
    cpu_set_t core;
    CPU_ZERO(&core);
    int last = 0;
    for (int i = 0; i < CPU_SETSIZE && position >= 0; ++i) {
        if (CPU_ISSET(i, &allowed)) {
            last = i;
            --position;
        }
    }
    CPU_SET(last, &core);
    return core;
}

} // namespace

Placed::Placed(Placement placement, std::vector<qint64> servers) : m_servers(std::move(servers))
{
    sched_getaffinity(0, sizeof m_allowed, &m_allowed);
    if (placement == Placement::Free)
        return;
    confine(QCoreApplication::applicationPid(), coreAt(0, m_allowed));
    for (const qint64 server : m_servers)
        confine(server, coreAt(placement == Placement::Apart ? 1 : 0, m_allowed));
}

Placed::~Placed()
{
    confine(QCoreApplication::applicationPid(), m_allowed);
    for (const qint64 server : m_servers)
        confine(server, m_allowed);
}

} // namespace heliograph::bench
