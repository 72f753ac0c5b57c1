// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Qt Remote Objects with a generated (static) replica, the fastest way it has.

#include "eventloopcaller.h"
#include "rep_bench_merged.h"

#include <QCoreApplication>
#include <QRemoteObjectHost>
#include <QRemoteObjectPendingCallWatcher>
#include <QTimer>
#include <QUrl>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int ConnectTimeoutMs = 10000;

class RemoteObjectsSource : public BenchSimpleSource
{
public:
    // As BenchObject has them.
    void flood(int count) override
    {
        for (int i = 1; i <= count; ++i)
            Q_EMIT ticked(i);
    }
    void burst(int last) override
    {
        const int end = qMin(last, level() < last ? level() + 1000 : 1000);
        for (int next = level() < last ? level() + 1 : 1; next <= end; ++next)
            setLevel(next);
        if (level() < last)
            QTimer::singleShot(0, this, [this, last] { burst(last); });
    }
    int add(int a, int b) override { return a + b; }
    QByteArray echo(const QByteArray &bytes) override { return bytes; }
};

class RemoteObjectsCaller : public EventLoopCaller
{
public:
    explicit RemoteObjectsCaller(const QUrl &address)
    {
        m_node.connectToNode(address);
        m_acquiringNode.connectToNode(address);
        m_replica.reset(m_node.acquire<BenchReplica>());
        if (!m_replica->waitForSource(ConnectTimeoutMs))
            throw std::runtime_error("Qt Remote Objects: no source");
        QObject::connect(m_replica.get(), &BenchReplica::ticked, m_replica.get(), [this](int) { heard(); });
        QObject::connect(m_replica.get(), &BenchReplica::levelChanged, m_replica.get(),
                         [this](int level) { reached(level); });
    }

    bool supports(Workload::Kind kind) const override
    {
        return kind != Workload::Kind::FanOut && kind != Workload::Kind::Connect;
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

    void sendFlood(int count) override { m_replica->flood(count); }
    void sendBurst(int last) override { m_replica->burst(last); }
    // A second acquisition on the same node asks the source again only once the first replica is gone, so this one comes
    // from a node of its own, whose connection is made before.
    void sendAcquire() override
    {
        m_acquired.reset();
        m_acquired.reset(m_acquiringNode.acquire<BenchReplica>());
        QObject::connect(
            m_acquired.get(), &QRemoteObjectReplica::initialized, m_replica.get(), [this] { acquired(); },
            Qt::QueuedConnection);
    }

    QRemoteObjectNode m_node;
    QRemoteObjectNode m_acquiringNode;
    std::unique_ptr<BenchReplica> m_acquired;
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
