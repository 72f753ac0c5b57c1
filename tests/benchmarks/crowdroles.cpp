// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "crowd.h"

#include "childprocess.h"

#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QCoreApplication>

#include <unistd.h>
#include <zmq.hpp>

#include <chrono>
#include <deque>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

using Clock = std::chrono::steady_clock;

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
        if (++m_heard == crowdProcesses)
            Q_EMIT allHeard(std::chrono::duration<double, std::milli>(Clock::now() - m_rungAt).count());
    }
    /// From each process of clients, when they are all connected.
    Q_INVOKABLE void joined() { Q_EMIT processJoined(); }

Q_SIGNALS:
    void processJoined();
    void rung();
    void allHeard(double milliseconds);

private:
    Clock::time_point m_rungAt = {};
    int m_heard = 0;
};

} // namespace

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
    for (int i = 0; i < count; ++i) {
        Client &client = clients.emplace_back();
        client.connectSignal("crowd.rung", &client, [] {}); // somebody who uses nothing costs less
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

#include "crowdroles.moc"
