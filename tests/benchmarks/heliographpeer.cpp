// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Heliograph itself, called in its two ways: a QFuture with a continuation, and a callback. One server for both. Each
// is there in the clear and with a secret.

#include "access.h"
#include "benchobject.h"
#include "eventloopcaller.h"

#include <heliograph/client.h>
#include <heliograph/error.h>
#include <heliograph/remoteobject.h>
#include <heliograph/server.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFuture>
#include <QTimer>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Lets new clients come and go.
class ConnectingCaller : public EventLoopCaller
{
public:
    static constexpr bool hasCalls = false;

    ConnectingCaller(QString endpoint, ClientOptions options)
        : m_endpoint(std::move(endpoint)), m_options(std::move(options))
    {
    }

    bool supports(Workload::Kind kind) const override { return kind == Workload::Kind::Connect; }

private:
    void connectClient() override
    {
        auto *client = new Client(m_options);
        QObject::connect(client, &Channel::connected, client, [this, client] {
            client->deleteLater();
            clientConnected();
        });
        if (!client->connectToServer(m_endpoint))
            failed(client->error().message());
    }

    const QString m_endpoint;
    const ClientOptions m_options;
};

class FutureCaller : public ConnectingCaller
{
public:
    static constexpr bool hasCalls = true;

    FutureCaller(const QString &endpoint, const ClientOptions &options)
        : ConnectingCaller(endpoint, options), m_client(options)
    {
        m_client.connectSignal("bench.ticked", &m_client, [this](int) { heard(); });
        m_client.connectToServer(endpoint);
        m_followed = std::make_unique<RemoteObject>(&m_client, "bench");
        QObject::connect(m_followed.get(), &RemoteObject::valueChanged, &m_client,
                         [this](const QString &, const QVariant &value) { reached(value.toLongLong()); });
    }

    bool supports(Workload::Kind kind) const override { return kind != Workload::Kind::FanOut; }

private:
    void sendFlood(int count) override { m_client.notify("bench.flood", count); }
    void sendBurst(int last) override { m_client.notify("bench.burst", last); }
    // Another name than the one that is followed, or it would be there already.
    void sendAcquire() override
    {
        m_acquired.reset();
        m_acquired = std::make_unique<RemoteObject>(&m_client, "again");
        QObject::connect(
            m_acquired.get(), &RemoteObject::stateChanged, &m_client, [this] { acquired(); },
            Qt::QueuedConnection);
    }

    // One continuation that sees value and error: a then() and an onFailed() would each cost a future of their own.
    template <typename Result, typename Handle>
    void await(QFuture<Result> future, Handle handle)
    {
        future.then([this, handle](QFuture<Result> done) {
            try {
                handle(done.result());
            } catch (const Error &error) {
                failed(error.message());
            }
        });
    }

    void sendAdd(int a, int b) override
    {
        await(m_client.call<int>("bench.add", a, b),
              [this, expected = a + b](int sum) { added(expected, sum); });
    }

    void sendEcho(const QByteArray &bytes) override
    {
        await(m_client.call<QByteArray>("bench.echo", bytes),
              [this](const QByteArray &answer) { echoed(answer); });
    }

    Client m_client;
    std::unique_ptr<RemoteObject> m_followed;
    std::unique_ptr<RemoteObject> m_acquired;
};

class CallbackCaller : public EventLoopCaller
{
public:
    static constexpr bool hasCalls = true;

    CallbackCaller(const QString &endpoint, const ClientOptions &options) : m_client(options)
    {
        m_client.connectToServer(endpoint);
    }

private:
    void sendAdd(int a, int b) override
    {
        m_client.method("bench.add")
            .onReply(
                &m_client, [this, expected = a + b](int sum) { added(expected, sum); },
                [this](const Error &error) { failed(error.message()); })
            .call(a, b);
    }

    void sendEcho(const QByteArray &bytes) override
    {
        m_client.method("bench.echo")
            .onReply(
                &m_client, [this](const QByteArray &answer) { echoed(answer); },
                [this](const Error &error) { failed(error.message()); })
            .call(bytes);
    }

    Client m_client;
};

/// A thousand clients of one server, connected when the first flood is asked for: their heartbeats would disturb the
/// scenarios before.
class FanOutCaller : public EventLoopCaller
{
public:
    static constexpr bool hasCalls = false;

    FanOutCaller(QString endpoint, ClientOptions options)
        : m_endpoint(std::move(endpoint)), m_options(std::move(options))
    {
    }

    bool supports(Workload::Kind kind) const override { return kind == Workload::Kind::FanOut; }

private:
    static constexpr size_t clients = 1000;

    void sendFlood(int deliveries) override
    {
        if (m_clients.empty())
            connectAll();
        m_clients.front()->notify("bench.flood", deliveries / int(clients));
    }
    void connectAll()
    {
        QEventLoop loop;
        size_t connected = 0;
        for (size_t i = 0; i < clients; ++i) {
            m_clients.push_back(std::make_unique<Client>(m_options));
            Client &client = *m_clients.back();
            client.connectSignal("bench.ticked", &client, [this](int) { heard(); });
            QObject::connect(&client, &Channel::signalConnected, &loop, [&] {
                if (++connected == clients)
                    loop.quit();
            });
            client.connectToServer(m_endpoint);
        }
        QTimer::singleShot(60s, &loop, &QEventLoop::quit);
        loop.exec();
        if (connected < clients)
            throw std::runtime_error("Heliograph: only " + std::to_string(connected)
                                     + " clients were connected");
    }

    const QString m_endpoint;
    const ClientOptions m_options;
    std::vector<std::unique_ptr<Client>> m_clients;
};

/// Its address is "endpoint#folder of the run".
template <typename CallerType>
class HeliographPeer : public Peer
{
public:
    HeliographPeer(const QString &name, Access access) : m_name(name), m_access(access) {}

    QString name() const override { return m_name; }
    bool hasCalls() const override { return CallerType::hasCalls; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        const QString endpoint =
            transport == Transport::Tcp ? u"tcp://127.0.0.1:*"_s : u"ipc://"_s + directory + u'/' + m_name;
        return endpoint + u'#' + directory;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        BenchObject object;
        Server server(serverOptions(m_access, folderIn(address)));
        server.expose("bench", &object);
        server.expose("again", &object);
        if (!server.bind(endpointIn(address)) || server.endpoints().isEmpty())
            throw std::runtime_error("Heliograph: " + server.error().message().toStdString());
        ready(server.endpoints().constFirst() + u'#' + folderIn(address));
        return QCoreApplication::exec();
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        auto caller =
            std::make_unique<CallerType>(endpointIn(address), clientOptions(m_access, folderIn(address)));
        if (hasCalls())
            static_cast<void>(caller->run({.calls = 1})); // connected once an answer has come
        return caller;
    }

private:
    static QString endpointIn(const QString &address) { return address.section(u'#', 0, 0); }
    static QString folderIn(const QString &address) { return address.section(u'#', 1); }

    QString m_name;
    Access m_access;
};

} // namespace

std::unique_ptr<Peer> makeHeliographFuturePeer()
{
    return std::make_unique<HeliographPeer<FutureCaller>>(u"heliograph"_s, Access::Open);
}

std::unique_ptr<Peer> makeHeliographFanOutPeer()
{
    return std::make_unique<HeliographPeer<FanOutCaller>>(u"heliograph-1000-clients"_s, Access::Open);
}

std::unique_ptr<Peer> makeHeliographCallbackPeer()
{
    return std::make_unique<HeliographPeer<CallbackCaller>>(u"heliograph-callback"_s, Access::Open);
}

std::unique_ptr<Peer> makeHeliographSecretPeer()
{
    return std::make_unique<HeliographPeer<FutureCaller>>(u"heliograph-secret"_s, Access::Secret);
}

std::unique_ptr<Peer> makeHeliographCallbackSecretPeer()
{
    return std::make_unique<HeliographPeer<CallbackCaller>>(u"heliograph-callback-secret"_s, Access::Secret);
}

std::unique_ptr<Peer> makeHeliographFanOutSecretPeer()
{
    return std::make_unique<HeliographPeer<FanOutCaller>>(u"heliograph-1000-clients-secret"_s,
                                                          Access::Secret);
}

// What travels later is no other than with a secret.
std::unique_ptr<Peer> makeHeliographCurvePeer()
{
    return std::make_unique<HeliographPeer<ConnectingCaller>>(u"heliograph-curve"_s, Access::Curve);
}

} // namespace heliograph::bench
