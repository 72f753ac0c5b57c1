// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Heliograph itself, called in its two ways: a QFuture with a continuation, and a callback. One server for both.

#include "benchobject.h"
#include "eventloopcaller.h"

#include <heliograph/client.h>
#include <heliograph/error.h>
#include <heliograph/server.h>

#include <QCoreApplication>
#include <QFuture>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

class FutureCaller : public EventLoopCaller
{
public:
    explicit FutureCaller(const QString &address) { m_client.connectToServer(address); }

private:
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

template <typename CallerType>
class HeliographPeer : public Peer
{
public:
    explicit HeliographPeer(const QString &name) : m_name(name) {}

    QString name() const override { return m_name; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp://127.0.0.1:*"_s : u"ipc://"_s + directory + u'/' + m_name;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        BenchObject object;
        Server server;
        server.expose("bench", &object);
        if (!server.bind(address) || server.endpoints().isEmpty())
            throw std::runtime_error("Heliograph: " + server.error().message().toStdString());
        ready(server.endpoints().constFirst());
        return QCoreApplication::exec();
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        auto caller = std::make_unique<CallerType>(address);
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

std::unique_ptr<Peer> makeHeliographCallbackPeer()
{
    return std::make_unique<HeliographPeer<CallbackCaller>>(u"heliograph-callback"_s);
}

} // namespace heliograph::bench
