// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Heliograph itself, called in its two ways: a QFuture with a continuation, and a callback. One server for both.

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

class FutureCaller : public EventLoopCaller
{
public:
    explicit FutureCaller(const QString &address)
    {
        m_client.connectSignal("bench.ticked", &m_client, [this](int) { heard(); });
        m_client.connectToServer(address);
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
    explicit CallbackCaller(const QString &address) { m_client.connectToServer(address); }

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
    explicit FanOutCaller(QString address) : m_address(std::move(address)) {}

    bool supports(Workload::Kind kind) const override { return kind == Workload::Kind::FanOut; }

private:
    static constexpr size_t clients = 1000;

    void sendAdd(int, int) override {}
    void sendEcho(const QByteArray &) override {}
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
            m_clients.push_back(std::make_unique<Client>());
            Client &client = *m_clients.back();
            client.connectSignal("bench.ticked", &client, [this](int) { heard(); });
            QObject::connect(&client, &Channel::signalConnected, &loop, [&] {
                if (++connected == clients)
                    loop.quit();
            });
            client.connectToServer(m_address);
        }
        QTimer::singleShot(60s, &loop, &QEventLoop::quit);
        loop.exec();
        if (connected < clients)
            throw std::runtime_error("Heliograph: only " + std::to_string(connected)
                                     + " clients were connected");
    }

    const QString m_address;
    std::vector<std::unique_ptr<Client>> m_clients;
};

template <typename CallerType>
class HeliographPeer : public Peer
{
public:
    explicit HeliographPeer(const QString &name) : m_name(name) {}

    QString name() const override { return m_name; }
    bool hasCalls() const override { return !std::is_same_v<CallerType, FanOutCaller>; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp://127.0.0.1:*"_s : u"ipc://"_s + directory + u'/' + m_name;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        BenchObject object;
        // As many calls at once as the scenarios have in flight; the default, 128, is there to protect from strangers.
        Server server(ServerOptions{.limits = {.callsInFlight = 256}});
        server.expose("bench", &object);
        server.expose("again", &object);
        if (!server.bind(address) || server.endpoints().isEmpty())
            throw std::runtime_error("Heliograph: " + server.error().message().toStdString());
        ready(server.endpoints().constFirst());
        return QCoreApplication::exec();
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        auto caller = std::make_unique<CallerType>(address);
        if (hasCalls())
            static_cast<void>(caller->run({.calls = 1})); // connected once an answer has come
        return caller;
    }

private:
    QString m_name;
};

} // namespace

std::unique_ptr<Peer> makeHeliographFuturePeer()
{
    return std::make_unique<HeliographPeer<FutureCaller>>(u"heliograph"_s);
}

std::unique_ptr<Peer> makeHeliographFanOutPeer()
{
    return std::make_unique<HeliographPeer<FanOutCaller>>(u"heliograph-1000-clients"_s);
}

std::unique_ptr<Peer> makeHeliographCallbackPeer()
{
    return std::make_unique<HeliographPeer<CallbackCaller>>(u"heliograph-callback"_s);
}

} // namespace heliograph::bench
