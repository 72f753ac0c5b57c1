// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "idle.h"

#include "childprocess.h"

#include <QDir>
#include <QFile>
#include <QThread>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Threads that started in between count from 0; those that ended are not seen.
qint64 increase(const QMap<QString, qint64> &before, const QMap<QString, qint64> &after)
{
    qint64 sum = 0;
    for (auto thread = after.begin(); thread != after.end(); ++thread)
        sum += thread.value() - before.value(thread.key(), 0);
    return sum;
}

double wakeUpsPerSecond(const ChildProcess &server, const ChildProcess &client,
                        std::chrono::milliseconds duration)
{
    QThread::msleep(500); // what follows a connection (buffers freed, threads parked) is over
    const auto serverBefore = contextSwitches(server.processId());
    const auto clientBefore = contextSwitches(client.processId());
    QThread::msleep(static_cast<unsigned long>(duration.count()));
    const qint64 wakeUps = increase(serverBefore, contextSwitches(server.processId()))
                           + increase(clientBefore, contextSwitches(client.processId()));
    return static_cast<double>(wakeUps) / std::chrono::duration<double>(duration).count();
}

} // namespace

QMap<QString, qint64> contextSwitches(qint64 processId)
{
    const QString tasks = u"/proc/%1/task"_s.arg(processId);
    QMap<QString, qint64> switches;
    const QStringList threads = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        QFile status(tasks + u'/' + thread + u"/status"_s);
        if (!status.open(QIODevice::ReadOnly))
            continue; // the thread has just ended
        const QList<QByteArray> lines = status.readAll().split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("voluntary_ctxt_switches:"))
                switches.insert(thread, line.mid(line.indexOf(':') + 1).trimmed().toLongLong());
        }
    }
    if (switches.isEmpty())
        throw std::runtime_error("no context switches in /proc");
    return switches;
}

QStringList serverArguments(const Peer &peer, Transport transport, const QString &directory)
{
    return {u"--serve"_s, peer.name(), u"--address"_s, peer.listenAddress(transport, directory)};
}

ScenarioResult measureIdle(const std::vector<std::unique_ptr<Peer>> &peers, Transport transport,
                           const QString &directory, std::chrono::milliseconds duration)
{
    ScenarioResult result{.scenario = u"idle"_s, .unit = u"wake-ups/s"_s, .moreIsBetter = false};
    for (const auto &peer : peers) {
        if (!peer->hasCalls())
            continue;
        const ChildProcess server(serverArguments(*peer, transport, directory));
        const ChildProcess client({u"--idle-client"_s, peer->name(), u"--address"_s, server.word()});
        result.peers.push_back(
            {.peer = peer->name(), .values = {wakeUpsPerSecond(server, client, duration)}});
    }
    return result;
}

} // namespace heliograph::bench
