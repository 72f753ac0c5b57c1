// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/callcontext.h>
#include <heliograph/post.h>
#include <heliograph/syncclient.h>

#include <QtCore/qprocess.h>
#include <QtCore/qthread.h>

#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// The error that \a action throws; code None when it throws none.
template <typename Action>
Error thrownBy(Action action)
{
    try {
        action();
    } catch (const Error &error) {
        return error;
    }
    return {};
}

/// A server in a thread of its own, as the test's thread is blocked by its client.
class ServerThread
{
public:
    ServerThread()
    {
        m_home.moveToThread(&m_thread);
        m_thread.start();
    }
    ~ServerThread()
    {
        stop();
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ServerThread)

    /// Starts a server at \a endpoint; returns where it listens.
    QString start(const QString &endpoint)
    {
        QString bound;
        run([&] {
            m_server.emplace();
            m_silence.emplace();
            m_silence->start();
            exposeTo(*m_server);
            if (m_server->bind(endpoint))
                bound = m_server->endpoints().constFirst();
        });
        return bound;
    }
    void stop()
    {
        run([&] {
            m_server.reset();
            m_silence.reset();
        });
    }
    /// Runs \a task in the server's thread and waits for its end.
    void run(const std::function<void()> &task)
    {
        std::promise<void> done;
        detail::post(&m_home, [&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

private:
    void exposeTo(Server &server)
    {
        server.expose("echo", [](int value) { return value; });
        server.expose("size", [](const QByteArray &bytes) { return bytes.size(); });
        server.expose("subtract", [](int from, int what) { return from - what; },
                      {.parameterNames = {QStringLiteral("from"), QStringLiteral("what")}});
        server.expose("fail", []() -> int { throw std::out_of_range("too far"); });
        server.expose("silence", [this] { return m_silence->future(); });
        server.expose("speak", [this] {
            m_silence->addResult(1);
            m_silence->finish();
        });
        server.expose("hear", [this](const QString &word) { m_heard.append(word); });
        server.expose("heard", [this] { return m_heard; });
        server.expose("callBack", [] { return CallContext::current().method("anything").call<int>(); });
    }

    QThread m_thread;
    QObject m_home;
    std::optional<Server> m_server;
    std::optional<QPromise<int>> m_silence;
    QStringList m_heard;
};

} // namespace

class TestSyncClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void callsReturnWhatTheServerAnswers();
    void errorsAreThrown();
    void wrongAddressesAreThrown();
    void itWorksAfterATimeout();
    void itWorksAfterTheServerCameBack();
    void itWaitsForAServerThatComesLater();
    void callsWithoutAServerEndAtTheirDeadline();
    void oneWayCallsAreHeardInOrder();
    void nothingOfItCanBeCalled();
    void aClosedClientCallsNothing();
    void itNeedsNoApplication();
};

void TestSyncClient::callsReturnWhatTheServerAnswers()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    client.connectToServer(server.start(endpoint.text()));
    QCOMPARE(client.call<int>("echo", 7), 7);
    QVERIFY(client.isConnected());
    QCOMPARE(client.error().code(), ErrorCode::None);
    QCOMPARE(client.call<int>("subtract", arg("what", 2), arg("from", 7)), 5);
    QCOMPARE(client.callWithin<int>(10s, "subtract", 7, 3), 4);
    QCOMPARE(client.invoke("subtract", {7}, {{QStringLiteral("what"), 1}}), QVariant(6));
    client.call("hear", QStringLiteral("void"));
    constexpr qsizetype large = 3'000'000; // travels in parts
    QCOMPARE(client.call<qsizetype>("size", QByteArray(large, 'x')), large);
}

void TestSyncClient::errorsAreThrown()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    client.connectToServer(server.start(endpoint.text()));
    const Error thrown = thrownBy([&] { client.call<int>("fail"); });
    QCOMPARE(thrown.code(), ErrorCode::RemoteException);
    QCOMPARE(thrown.className(), QStringLiteral("std::out_of_range"));
    QCOMPARE(thrown.message(), QStringLiteral("too far"));
    QCOMPARE(thrownBy([&] { client.call("nothing"); }).code(), ErrorCode::UnknownName);
    QCOMPARE(thrownBy([&] { client.call<QString>("echo", 1); }).code(), ErrorCode::WrongResult);
    QCOMPARE(thrownBy([&] { client.call<int>("echo", QStringLiteral("one")); }).code(),
             ErrorCode::WrongArguments);
    QCOMPARE(thrownBy([&] { client.call<int>(QString(300, u'x')); }).code(), ErrorCode::UnknownName);
    QCOMPARE(thrownBy([&] { client.callWithin<int>(0ms, "echo", 1); }).code(), ErrorCode::TimedOut);
    QCOMPARE(thrownBy([&] { client.call<qsizetype>("size", QByteArray(17 << 20, 'x')); }).code(),
             ErrorCode::TooLarge);
    QCOMPARE(thrownBy([&] { client.notify("hear", QByteArray(17 << 20, 'x')); }).code(), ErrorCode::TooLarge);
    QCOMPARE(client.call<int>("echo", 8), 8);
}

void TestSyncClient::wrongAddressesAreThrown()
{
    SyncClient client;
    QCOMPARE(thrownBy([&] { client.connectToServer(QStringLiteral("nowhere")); }).code(),
             ErrorCode::InvalidAddress);
    QCOMPARE(thrownBy([&] { client.call("echo"); }).code(), ErrorCode::NeverSent);
    const Endpoint endpoint;
    ServerThread server;
    client.connectToServer(server.start(endpoint.text()));
    QCOMPARE(client.call<int>("echo", 1), 1);
}

void TestSyncClient::itWorksAfterATimeout()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    client.connectToServer(server.start(endpoint.text()));
    QVERIFY(client.waitForConnected(patience));
    QCOMPARE(thrownBy([&] { client.callWithin<int>(5ms, "silence"); }).code(), ErrorCode::TimedOut);
    client.call("speak"); // the answer comes too late
    QVERIFY(client.isConnected());
    for (int i = 0; i < 10; ++i)
        QCOMPARE(client.call<int>("echo", i), i);
}

void TestSyncClient::itWorksAfterTheServerCameBack()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client({.reconnectDelay = 1ms, .reconnectLimit = 20ms});
    const QString address = server.start(endpoint.text());
    client.connectToServer(address);
    QCOMPARE(client.call<int>("echo", 1), 1);
    server.stop();
    QVERIFY(waitUntil([&] { return !client.waitForConnected(1ms); })); // it has noticed
    QCOMPARE(server.start(address), address);
    QCOMPARE(client.call<int>("echo", 2), 2);
}

void TestSyncClient::itWaitsForAServerThatComesLater()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    SyncClient client({.reconnectDelay = 1ms, .reconnectLimit = 20ms});
    client.connectToServer(endpoint.text());
    ServerThread server;
    std::thread later([&] { server.start(endpoint.text()); });
    const int answer = client.callWithin<int>(patience, "echo", 3);
    later.join();
    QCOMPARE(answer, 3);
}

void TestSyncClient::callsWithoutAServerEndAtTheirDeadline()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    SyncClient client;
    client.connectToServer(endpoint.text());
    const auto before = std::chrono::steady_clock::now();
    const Error error = thrownBy([&] { client.callWithin<int>(30ms, "echo", 1); });
    QCOMPARE(error.code(), ErrorCode::NeverSent);
    QVERIFY2(error.message().contains(endpoint.text()), qPrintable(error.message()));
    QVERIFY(std::chrono::steady_clock::now() - before >= 30ms);
    QVERIFY(!client.isConnected());
    QCOMPARE(client.error().code(), ErrorCode::ConnectionFailed);
}

void TestSyncClient::oneWayCallsAreHeardInOrder()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    client.connectToServer(server.start(endpoint.text()));
    QStringList words;
    for (int i = 0; i < 100; ++i) {
        words.append(QString::number(i));
        client.notify("hear", words.constLast());
    }
    QCOMPARE(client.call<QStringList>("heard"), words);
}

void TestSyncClient::nothingOfItCanBeCalled()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    client.connectToServer(server.start(endpoint.text()));
    QCOMPARE(thrownBy([&] { client.call<int>("callBack"); }).code(), ErrorCode::UnknownName);
    QCOMPARE(client.call<int>("echo", 4), 4);
}

void TestSyncClient::aClosedClientCallsNothing()
{
    const Endpoint endpoint;
    ServerThread server;
    SyncClient client;
    const QString address = server.start(endpoint.text());
    client.connectToServer(address);
    QCOMPARE(client.call<int>("echo", 5), 5);
    client.close();
    QVERIFY(!client.isConnected());
    QCOMPARE(thrownBy([&] { client.call<int>("echo", 5); }).code(), ErrorCode::NeverSent);
    QCOMPARE(thrownBy([&] { client.notify("hear", QStringLiteral("no")); }).code(), ErrorCode::NeverSent);
    client.connectToServer(address);
    QCOMPARE(client.call<int>("echo", 6), 6);
}

void TestSyncClient::itNeedsNoApplication()
{
    const Endpoint endpoint;
    if (endpoint.text().startsWith(u"inproc:"))
        return; // does not reach the other process
    ServerThread server;
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QStringLiteral(SYNC_PROGRAM), {server.start(endpoint.text())});
    QVERIFY(waitUntil([&] { return program.state() == QProcess::NotRunning; }));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.readAllStandardOutput(), QByteArray("42\nstd::out_of_range: too far\n"));
    QCOMPARE(program.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestSyncClient)
#include "tst_syncclient.moc"
