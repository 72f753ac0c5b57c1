// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "crowd.h"

#include "childprocess.h"

#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QThread>
#include <QTimer>

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock; // of the machine, the same in all processes
constexpr int processes = crowdProcesses;
constexpr int few = 10;

/// The second field of a line of /proc/PID/status (proc(5)), in KiB.
double residentKiB(qint64 process)
{
    QFile status(u"/proc/%1/status"_s.arg(process));
    if (!status.open(QIODevice::ReadOnly))
        throw std::runtime_error("the server is gone");
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').value(1).toDouble();
    }
    throw std::runtime_error("no VmRSS in /proc");
}

/// Seconds of processor time so far (proc(5), fields 14 and 15 of /proc/PID/stat).
double processorSeconds(qint64 process)
{
    QFile stat(u"/proc/%1/stat"_s.arg(process));
    if (!stat.open(QIODevice::ReadOnly))
        throw std::runtime_error("the server is gone");
    const QByteArray all = stat.readAll();
    const QByteArrayList fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
    return (fields.value(11).toDouble() + fields.value(12).toDouble()) / double(::sysconf(_SC_CLK_TCK));
}

/// Runs the event loop until \a future has ended; its result, or what it throws.
template <typename T>
T valueOf(QFuture<T> future)
{
    while (!future.isFinished())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return future.result();
}

std::vector<std::unique_ptr<ChildProcess>> startClients(const QString &role, const QString &address,
                                                        int count)
{
    std::vector<std::unique_ptr<ChildProcess>> clients;
    for (int i = 0; i < processes; ++i)
        clients.push_back(std::make_unique<ChildProcess>(
            QStringList{role, QString::number(count / processes), u"--address"_s, address}));
    return clients;
}

struct Latencies
{
    double p50;
    double p99;
};

/// In us.
Latencies callLatencies(Client &client, int calls)
{
    std::vector<std::chrono::nanoseconds> times;
    for (int i = 0; i < calls; ++i) {
        const auto start = Clock::now();
        if (valueOf(client.call<int>("crowd.add", i, 1)) != i + 1)
            throw std::runtime_error("wrong sum");
        times.push_back(Clock::now() - start);
    }
    return {double(percentile(times, 50).count()) / 1000, double(percentile(times, 99).count()) / 1000};
}

double allHeardTime(Client &client)
{
    QEventLoop loop;
    double time = 0;
    const SignalConnection connection =
        client.connectSignal("crowd.allHeard", &loop, [&](double milliseconds) {
            time = milliseconds;
            loop.quit();
        });
    client.notify("crowd.ring");
    QTimer::singleShot(10s, &loop, &QEventLoop::quit);
    loop.exec();
    client.disconnectSignal(connection);
    if (time == 0)
        throw std::runtime_error("not every client heard the event");
    return time;
}

/// One server with a crowd of \a count, and a client of this process.
class Hall
{
public:
    Hall(const QString &address, const QString &role, int count)
        : m_server({u"--crowd-server"_s, u"--address"_s, address})
    {
        m_client.connectToServer(m_server.word());
        static_cast<void>(callLatencies(m_client, 100));
        const double before = residentKiB(m_server.processId());
        QEventLoop loop;
        int joined = 0;
        const SignalConnection connection =
            m_client.connectSignal("crowd.processJoined", &loop, [&joined, &loop] {
                if (++joined == processes)
                    loop.quit();
            });
        m_crowd = startClients(role, m_server.word(), count);
        if (joined < processes)
            loop.exec();
        m_client.disconnectSignal(connection);
        m_memory = (residentKiB(m_server.processId()) - before) / count;
    }
    [[nodiscard]] Client &client() { return m_client; }
    /// KiB a client.
    [[nodiscard]] double memory() const { return m_memory; }
    /// Percent of a core, while nothing is asked of the server for \a time.
    [[nodiscard]] double load(std::chrono::seconds time) const
    {
        const double before = processorSeconds(m_server.processId());
        QThread::sleep(static_cast<unsigned long>(time.count()));
        return (processorSeconds(m_server.processId()) - before) * 100 / double(time.count());
    }

private:
    const ChildProcess m_server;
    Client m_client;
    std::vector<std::unique_ptr<ChildProcess>> m_crowd;
    double m_memory = 0;
};

double rawMemory(int count, const QString &address)
{
    const ChildProcess server({u"--crowd-raw-server"_s, u"--address"_s, address});
    const double before = residentKiB(server.processId());
    const auto clients = startClients(u"--crowd-raw-clients"_s, server.word(), count);
    return (residentKiB(server.processId()) - before) / count;
}

} // namespace

std::vector<ScenarioResult> measureCrowd(int count, bool quick, const QString &address)
{
    constexpr int rounds = 5;
    constexpr int callRounds = 15; // a hundredth of the calls meets whatever else the machine does
    ScenarioResult memory{.scenario = u"crowd-memory"_s, .unit = u"KiB a client"_s};
    ScenarioResult idle{.scenario = u"crowd-idle"_s, .unit = u"% of a core"_s};
    ScenarioResult event{.scenario = u"crowd-event"_s, .unit = u"ms"_s};
    ScenarioResult call{.scenario = u"crowd-call"_s, .unit = u"us"_s};
    memory.peers.push_back({.peer = u"raw-zmq"_s, .values = {rawMemory(count, address)}});
    for (const int size : {few, count}) {
        const QString name = u"%1 clients"_s.arg(size);
        Hall clients(address, u"--crowd-clients"_s, size);
        if (size == count)
            memory.peers.push_back({.peer = u"heliograph"_s, .values = {clients.memory()}});
        PeerRounds calls{.peer = name};
        for (int round = 0; round < callRounds; ++round) {
            const Latencies latencies = callLatencies(clients.client(), quick ? 100 : 5000);
            calls.values.push_back(latencies.p50);
            calls.p99.push_back(latencies.p99);
        }
        call.peers.push_back(calls);
        idle.peers.push_back({.peer = name, .values = {clients.load(quick ? 1s : 30s)}});
    }
    for (const int size : {few, count}) {
        Hall listeners(address, u"--crowd-listeners"_s, size);
        PeerRounds events{.peer = u"%1 clients"_s.arg(size)};
        for (int round = 0; round < rounds; ++round)
            events.values.push_back(allHeardTime(listeners.client()));
        event.peers.push_back(events);
    }
    return {memory, idle, event, call};
}

} // namespace heliograph::bench
