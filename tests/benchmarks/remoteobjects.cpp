// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Qt Remote Objects with a generated (static) replica, the fastest way it has.

#include "eventloopcaller.h"
#include "rep_bench_merged.h"

#include <QCoreApplication>
#include <QRemoteObjectHost>
#include <QRemoteObjectPendingCallWatcher>
#include <QUrl>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int ConnectTimeoutMs = 10000;

class RemoteObjectsSource : public BenchSource
{
public:
    int add(int a, int b) override { return a + b; }
    QByteArray echo(const QByteArray &bytes) override { return bytes; }
};

class RemoteObjectsCaller : public EventLoopCaller
{
public:
    explicit RemoteObjectsCaller(const QUrl &address)
    {
        m_node.connectToNode(address);
        m_replica.reset(m_node.acquire<BenchReplica>());
        if (!m_replica->waitForSource(ConnectTimeoutMs))
            throw std::runtime_error("Qt Remote Objects: no source");
    }

private:
    template <typename Result, typename Handle>
    void await(const QRemoteObjectPendingReply<Result> &reply, Handle handle)
    {
        auto *watcher = new QRemoteObjectPendingCallWatcher(reply, m_replica.get());
        QObject::connect(watcher, &QRemoteObjectPendingCallWatcher::finished, m_replica.get(),
                         [this, handle](QRemoteObjectPendingCallWatcher *done) {
                             done->deleteLater();
                             if (done->error() != QRemoteObjectPendingCall::NoError)
                                 failed(u"Qt Remote Objects: a call failed"_s);
                             else
                                 handle(done->returnValue());
                         });
    }

    void sendAdd(int a, int b) override
    {
        await(m_replica->add(a, b),
              [this, expected = a + b](const QVariant &sum) { added(expected, sum.toInt()); });
    }

    void sendEcho(const QByteArray &bytes) override
    {
        await(m_replica->echo(bytes), [this](const QVariant &answer) { echoed(answer.toByteArray()); });
    }

    QRemoteObjectNode m_node;
    std::unique_ptr<BenchReplica> m_replica; // before the node it came from
};

class RemoteObjectsPeer : public Peer
{
public:
    QString name() const override { return u"qt-remote-objects"_s; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp://127.0.0.1:0"_s : u"local:"_s + directory + u"/qtro"_s;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        RemoteObjectsSource source;
        QRemoteObjectHost host{QUrl(address)};
        if (!host.enableRemoting(&source))
            throw std::runtime_error("Qt Remote Objects: cannot listen");
        ready(host.hostUrl().toString());
        return QCoreApplication::exec();
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        return std::make_unique<RemoteObjectsCaller>(QUrl(address));
    }
};

} // namespace

std::unique_ptr<Peer> makeRemoteObjectsPeer()
{
    return std::make_unique<RemoteObjectsPeer>();
}

} // namespace heliograph::bench
