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
#include <zmq.hpp>

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock; // of the machine, the same in all processes
constexpr int processes = 2;
constexpr int few = 10;

/// What the server exposes: who rings it asks all clients to say when they heard it.
class Crowd : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE int add(int a, int b) const { return a + b; }
    Q_INVOKABLE void ring()
    {
        m_rungAt = Clock::now();
        m_heard = 0;
        Q_EMIT rung();
    }
    /// From each process of clients, when the last of them has heard it.
    Q_INVOKABLE void heard()
    {
        if (++m_heard == processes)
            Q_EMIT allHeard(std::chrono::duration<double, std::milli>(Clock::now() - m_rungAt).count());
    }
    /// From each process of clients, when they are all connected.
    Q_INVOKABLE void joined() { ++m_joined; }
    Q_INVOKABLE int joinedProcesses() const { return m_joined; }

Q_SIGNALS:
    void rung();
    void allHeard(double milliseconds);

private:
    Clock::time_point m_rungAt;
    int m_heard = 0;
    int m_joined = 0;
};

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

double rawMemory(int count, const QString &directory)
{
    const ChildProcess server({u"--crowd-raw-server"_s, u"--address"_s, u"ipc://"_s + directory + u"/raw"_s});
    const double before = residentKiB(server.processId());
    const auto clients = startClients(u"--crowd-raw-clients"_s, server.word(), count);
    return (residentKiB(server.processId()) - before) / count;
}

} // namespace

std::vector<ScenarioResult> measureCrowd(int count, bool quick, const QString &directory)
{
    const QString crowd = u"%1 clients"_s.arg(count);
    const QString group = u"%1 clients"_s.arg(few);
    ScenarioResult memory{.scenario = u"crowd-memory"_s, .unit = u"KiB a client"_s};
    ScenarioResult heartbeats{.scenario = u"crowd-idle"_s, .unit = u"% of a core"_s};
    ScenarioResult event{.scenario = u"crowd-event"_s, .unit = u"ms"_s};
    ScenarioResult call{.scenario = u"crowd-call"_s, .unit = u"us"_s};
    memory.peers.push_back({.peer = u"raw-zmq"_s, .values = {rawMemory(count, directory)}});
    for (const int size : {few, count}) {
        const QString name = size == few ? group : crowd;
        const ChildProcess server(
            {u"--crowd-server"_s, u"--address"_s, u"ipc://"_s + directory + u"/server"_s});
        Client client;
        client.connectToServer(server.word());
        static_cast<void>(callLatencies(client, 100));
        const double before = residentKiB(server.processId());
        const auto clients = startClients(u"--crowd-clients"_s, server.word(), size);
        while (valueOf(client.call<int>("crowd.joinedProcesses")) < processes)
            QThread::msleep(20);
        if (size == count)
            memory.peers.push_back(
                {.peer = u"heliograph"_s, .values = {(residentKiB(server.processId()) - before) / size}});
        PeerRounds calls{.peer = name};
        PeerRounds events{.peer = name};
        for (int round = 0; round < 5; ++round) {
            const Latencies latencies = callLatencies(client, quick ? 100 : 5000);
            calls.values.push_back(latencies.p50);
            calls.p99.push_back(latencies.p99);
            events.values.push_back(allHeardTime(client));
        }
        call.peers.push_back(calls);
        event.peers.push_back(events);
        const double busy = processorSeconds(server.processId());
        const auto idle = quick ? 1s : 30s;
        QThread::sleep(static_cast<unsigned long>(idle.count()));
        heartbeats.peers.push_back(
            {.peer = name,
             .values = {(processorSeconds(server.processId()) - busy) * 100 / double(idle.count())}});
    }
    return {memory, heartbeats, event, call};
}

int serveCrowd(const QString &address)
{
    endWithParent();
    Crowd crowd;
    Server server(ServerOptions{.limits = {.sessions = 20'000, .halfOpen = 20'000}});
    server.expose("crowd", &crowd);
    if (!server.bind(address))
        throw server.error();
    reportReady(server.endpoints().constFirst());
    return QCoreApplication::exec();
}

int joinCrowd(const QString &address, int count)
{
    endWithParent();
    std::deque<Client> clients;
    int joined = 0;
    int heard = 0;
    for (int i = 0; i < count; ++i) {
        Client &client = clients.emplace_back();
        client.connectSignal("crowd.rung", &client, [&] {
            if (++heard % count == 0)
                clients.front().notify("crowd.heard");
        });
        QObject::connect(&client, &Channel::signalConnected, &client, [&] {
            if (++joined == count)
                clients.front().notify("crowd.joined");
        });
        client.connectToServer(address);
    }
    reportReady(address);
    return QCoreApplication::exec();
}

int serveRawCrowd(const QString &address)
{
    endWithParent();
    zmq::context_t context;
    context.set(zmq::ctxopt::max_sockets, 16384);
    zmq::socket_t server(context, zmq::socket_type::router);
    server.bind(address.toStdString());
    reportReady(QString::fromStdString(server.get(zmq::sockopt::last_endpoint)));
    // Greets each client back, as a server does.
    for (zmq::message_t id, body;;) {
        static_cast<void>(server.recv(id));
        static_cast<void>(server.recv(body));
        server.send(id, zmq::send_flags::sndmore);
        server.send(body, zmq::send_flags::none);
    }
}

int joinRawCrowd(const QString &address, int count)
{
    endWithParent();
    zmq::context_t context;
    context.set(zmq::ctxopt::max_sockets, 16384);
    std::deque<zmq::socket_t> clients;
    for (int i = 0; i < count; ++i) {
        zmq::socket_t &client = clients.emplace_back(context, zmq::socket_type::dealer);
        client.connect(address.toStdString());
        client.send(zmq::buffer("hello"), zmq::send_flags::none);
    }
    zmq::message_t body;
    for (zmq::socket_t &client : clients)
        static_cast<void>(client.recv(body));
    reportReady(address);
    for (;;)
        ::pause();
}

} // namespace heliograph::bench

#include "crowd.moc"
