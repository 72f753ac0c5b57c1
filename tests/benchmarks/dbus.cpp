// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Qt D-Bus from process to process, without a bus between them.

#include "benchobject.h"
#include "eventloopcaller.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServer>
#include <QElapsedTimer>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ConnectTimeoutMs = 10000;

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(QString(), u"/bench"_s, u"heliograph.Bench"_s, method);
}

class DBusCaller : public EventLoopCaller
{
public:
    explicit DBusCaller(const QString &address)
        : m_name(u"heliograph-bench "_s + address),
          m_connection(QDBusConnection::connectToPeer(address, m_name))
    {
        if (!m_connection.isConnected())
            throw std::runtime_error("Qt D-Bus: " + m_connection.lastError().message().toStdString());
        awaitObject();
    }

    ~DBusCaller() override { QDBusConnection::disconnectFromPeer(m_name); }

private:
    // The server registers its object when it has seen the connection; a first call can come before that.
    void awaitObject()
    {
        QElapsedTimer waited;
        waited.start();
        const QDBusMessage probe = callOf(u"add"_s) << 2 << 4;
        QDBusMessage reply = m_connection.call(probe);
        while (reply.type() == QDBusMessage::ErrorMessage && waited.elapsed() < ConnectTimeoutMs)
            reply = m_connection.call(probe);
        if (reply.type() == QDBusMessage::ErrorMessage)
            throw std::runtime_error("Qt D-Bus: " + reply.errorMessage().toStdString());
    }

    template <typename Result, typename Handle>
    void await(const QDBusMessage &call, Handle handle)
    {
        auto *watcher = new QDBusPendingCallWatcher(m_connection.asyncCall(call), &m_watchers);
        QObject::connect(watcher, &QDBusPendingCallWatcher::finished, &m_watchers,
                         [this, handle](QDBusPendingCallWatcher *done) {
                             done->deleteLater();
                             const QDBusPendingReply<Result> reply = *done;
                             if (reply.isError())
                                 failed(u"Qt D-Bus: "_s + reply.error().message());
                             else
                                 handle(reply.value());
                         });
    }

    void sendAdd(int a, int b) override
    {
        await<int>(callOf(u"add"_s) << a << b, [this, expected = a + b](int sum) { added(expected, sum); });
    }

    void sendEcho(const QByteArray &bytes) override
    {
        await<QByteArray>(callOf(u"echo"_s) << bytes, [this](const QByteArray &answer) { echoed(answer); });
    }

    QString m_name;
    QDBusConnection m_connection;
    QObject m_watchers; // parent of the calls in flight
};

class DBusPeer : public Peer
{
public:
    QString name() const override { return u"qt-dbus"_s; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp:host=127.0.0.1,port=0"_s
                                           : u"unix:path="_s + directory + u"/qt-dbus"_s;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        BenchObject object;
        QDBusServer server(address);
        if (!server.isConnected())
            throw std::runtime_error("Qt D-Bus: " + server.lastError().message().toStdString());
        server.setAnonymousAuthenticationAllowed(true); // over tcp there is no user id to authenticate by
        QObject::connect(
            &server, &QDBusServer::newConnection, &object, [&object](QDBusConnection connection) {
                connection.registerObject(u"/bench"_s, &object, QDBusConnection::ExportAllInvokables);
            });
        ready(server.address());
        return QCoreApplication::exec();
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        return std::make_unique<DBusCaller>(address);
    }
};

} // namespace

std::unique_ptr<Peer> makeDBusPeer()
{
    return std::make_unique<DBusPeer>();
}

} // namespace heliograph::bench
