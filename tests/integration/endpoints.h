// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qtimer.h>
#include <QtCore/quuid.h>
#include <QtTest/qtest.h>

#include <chrono>
#include <functional>
#include <initializer_list>

/// How long a test waits for something that should happen at once; only a failing test waits so long.
inline constexpr std::chrono::seconds patience{20};

/// Adds a row for each of \a transports to a test's global data; for initTestCase_data().
inline void addTransports(std::initializer_list<const char *> transports = {"inproc", "ipc", "tcp"})
{
    QTest::addColumn<QString>("transport");
    for (const char *transport : transports)
        QTest::newRow(transport) << QString::fromLatin1(transport);
}

/// The endpoint to bind for the running row of addTransports(). Keeps the folder of an ipc socket.
class Endpoint
{
public:
    /// An endpoint that nobody uses.
    Endpoint() : Endpoint(*static_cast<QString *>(QTest::qGlobalData("transport", qMetaTypeId<QString>()))) {}
    /// As above, with a transport of choice.
    explicit Endpoint(const QString &transport)
    {
        if (transport == u"inproc")
            m_text = u"inproc://" + QUuid::createUuid().toString(QUuid::WithoutBraces);
        else if (transport == u"ipc")
            m_text = u"ipc://" + m_folder.filePath(QStringLiteral("socket"));
        else
            m_text = QStringLiteral("tcp://127.0.0.1:*");
    }
    [[nodiscard]] QString text() const { return m_text; }

private:
    QTemporaryDir m_folder;
    QString m_text;
};

/// Runs the event loop until \a future has ended; false when it does not.
template <typename T>
[[nodiscard]] bool waitFor(const QFuture<T> &future)
{
    QEventLoop loop;
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    watcher.setFuture(QFuture<void>(future));
    if (!future.isFinished())
        loop.exec();
    return future.isFinished();
}

/// Runs the event loop until \a condition holds; false when it does not come to hold. Does not sleep between two
/// looks, as QTest::qWaitFor() does: the ends that live in this thread must go on meanwhile.
[[nodiscard]] inline bool waitUntil(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(patience);
    QTimer look; // for conditions that change in other threads
    look.start(std::chrono::milliseconds(5));
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

/// What \a future ends with; throws what it holds, and an Error of code None when it does not end or was canceled.
template <typename T>
T valueOf(QFuture<T> future)
{
    if (!waitFor(future))
        throw heliograph::Error();
    future.waitForFinished(); // throws what the future holds
    if (future.isCanceled())
        throw heliograph::Error();
    if constexpr (!std::is_void_v<T>)
        return future.result();
}

/// The error that \a future ends with; code None when it ends without one, or not at all.
template <typename T>
heliograph::Error errorOf(const QFuture<T> &future)
{
    try {
        (void)valueOf(future);
    } catch (const heliograph::Error &error) {
        return error;
    }
    return {};
}

/// A server, and a client that is connected to it.
class Connection
{
public:
    /// Binds and starts to connect; calls may follow at once.
    explicit Connection(const heliograph::ServerOptions &serverOptions = {},
                        const heliograph::ClientOptions &clientOptions = {})
        : server(serverOptions), client(clientOptions)
    {
        if (!server.bind(endpoint.text()) || !client.connectToServer(server.endpoints().constFirst()))
            qFatal("%s %s", server.error().what(), client.error().what());
    }
    /// Runs the event loop until both ends know each other; false when that does not come about.
    [[nodiscard]] bool isEstablished()
    {
        return waitUntil([this] { return client.isConnected() && !server.channels().isEmpty(); });
    }

    Endpoint endpoint;
    heliograph::Server server;
    heliograph::Client client;
};
