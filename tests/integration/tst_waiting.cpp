// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtCore/qpromise.h>
#include <QtCore/qscopeguard.h>
#include <QtCore/qthreadpool.h>
#include <QtTest/qsignalspy.h>

#include <atomic>
#include <deque>
#include <semaphore>

using namespace heliograph;
using namespace std::chrono_literals;

/// Calls that cannot be sent at once: those that wait for a session, and those that wait for others to end.
class TestWaiting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void attemptsAreTold();
    void aClientMayDieOfAnAttempt();
    void callsMayRefuseToWait();
    void aBoundedNumberWaits();
    void aBoundedNumberOfBytesWaits();
    void aPeerRunsSoManyCallsAtOnce();
    void waitingCallsKeepTheirOrder();
    void callsThatEndOtherwiseMakeRoomToo();
    void aCallAfterALongSilenceIsRun();
    void whoRefusesToWaitDoesNotGetTheNextSession();
    void deadlinesPassInLoopsOfThoseThatPassed();
    void olderDeadlinesPassInLoopsOfThoseThatPassed();
    void callsThatEndTogetherEndInALoopOfTheFirst_data();
    void callsThatEndTogetherEndInALoopOfTheFirst();
    void anAnswerMakesRoomBeforeItIsTold();
    void noMoreOneWayCallsWaitThanMay();
};

namespace {

/// A server whose calls end when the test says so.
struct Slow
{
    explicit Slow(int callsInFlight, const ClientOptions &clientOptions = {})
        : link({.limits = {.callsInFlight = callsInFlight}}, clientOptions)
    {
        link.server.expose("slow", [this](int number) {
            started.append(number);
            promises.emplace_back().start();
            return promises.back().future();
        });
        link.server.expose("note", [this](int number) { started.append(number); });
    }
    void end(size_t index)
    {
        promises[index].addResult(int(index));
        promises[index].finish();
    }

    QList<int> started;
    std::deque<QPromise<int>> promises;
    Connection link;
};

} // namespace

void TestWaiting::attemptsAreTold()
{
    const Endpoint endpoint;
    Client client(ClientOptions{.reconnectDelay = 4ms, .reconnectLimit = 16ms});
    QStringList told;
    QList<qint64> delays;
    QObject::connect(&client, &Client::reconnecting, this, [&](int attempt, std::chrono::milliseconds delay) {
        told.append(QString::number(attempt));
        delays.append(delay.count());
    });
    QObject::connect(&client, &Channel::connected, this, [&] { told.append(QStringLiteral("connected")); });
    QObject::connect(&client, &Channel::disconnected, this, [&] { told.append(QStringLiteral("lost")); });
    auto server = std::make_unique<Server>();
    QVERIFY(server->bind(endpoint.text()));
    QVERIFY(client.connectToServer(server->endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return client.isConnected(); }));
    server.reset();
    // An attempt to reach an inproc server lasts until there is one.
    const bool isInproc = endpoint.text().startsWith(u"inproc");
    QVERIFY(waitUntil([&] {
        return isInproc ? !delays.isEmpty() : delays.size() >= 4 && delays.constLast() >= 12; // 16, or nearly
    }));
    client.close();
    QCOMPARE(told.mid(0, isInproc ? 3 : 6).join(u' '),
             isInproc ? QStringLiteral("connected lost 1") : QStringLiteral("connected lost 1 2 3 4"));
    qint64 usual = 4;
    for (const qint64 delay : std::as_const(delays)) {
        if (delay > usual * 12 / 10 + 1) // it has not grown where a server hung up that was about to end
            usual *= 2;
        QVERIFY(usual <= 16 && delay >= usual * 8 / 10 && delay <= usual * 12 / 10 + 1);
    }
}

void TestWaiting::aClientMayDieOfAnAttempt()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    auto client = std::make_unique<Client>();
    QObject::connect(client.get(), &Client::reconnecting, this, [&] { client.reset(); });
    QVERIFY(client->connectToServer(endpoint.text()));
    QVERIFY(waitUntil([&] { return !client; }));
    auto server = std::make_unique<Server>();
    QVERIFY(server->bind(endpoint.text()));
    client = std::make_unique<Client>();
    QObject::connect(client.get(), &Client::reconnecting, this, [&] { client.reset(); });
    QObject::connect(client.get(), &Channel::connected, this, [&] { server.reset(); });
    QVERIFY(client->connectToServer(endpoint.text()));
    QVERIFY(waitUntil([&] { return !client; }));
}

void TestWaiting::callsMayRefuseToWait()
{
    const Endpoint endpoint;
    Client patient;
    QVERIFY(patient.bind(endpoint.text()));
    const RemoteMethod impatientMethod = patient.method("f").waitingForSession(false);
    QCOMPARE(errorOf(impatientMethod.call<int>()).code(), ErrorCode::NeverSent);
    QVERIFY(!patient.call<int>("f").isFinished());
    const Endpoint other;
    Client impatient(ClientOptions{.waitForSession = false});
    QVERIFY(impatient.bind(other.text()));
    QCOMPARE(errorOf(impatient.call<int>("f")).code(), ErrorCode::NeverSent);
    QVERIFY(!impatient.method("f").waitingForSession(true).call<int>().isFinished());
}

void TestWaiting::whoRefusesToWaitDoesNotGetTheNextSession()
{
    Slow slow(1, ClientOptions{.reconnectDelay = 1ms});
    const QFuture<int> running = slow.link.client.call<int>("slow", 1);
    QVERIFY(waitUntil([&] { return slow.started.size() == 1; }));
    const RemoteMethod method = slow.link.client.method("slow");
    const QFuture<int> patient = method.call<int>(2);
    const QFuture<int> impatient = method.waitingForSession(false).call<int>(3); // there is a session
    QVERIFY(!impatient.isFinished());
    slow.link.server.channels().constFirst()->close();
    QCOMPARE(errorOf(impatient).code(), ErrorCode::NeverSent);
    QCOMPARE(errorOf(running).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return slow.started.size() == 2; })); // in the next session
    slow.end(1);
    QCOMPARE(valueOf(patient), 1);
    QVERIFY(!slow.started.contains(3));
}

void TestWaiting::aBoundedNumberWaits()
{
    const Endpoint endpoint;
    Client client(ClientOptions{.limits = {.waitingCalls = 3}});
    QVERIFY(client.bind(endpoint.text()));
    QList<QFuture<int>> calls;
    for (int i = 0; i < 4; ++i)
        calls.append(client.call<int>("f", i));
    QCOMPARE(errorOf(calls[3]).code(), ErrorCode::Busy);
    QVERIFY(!calls[0].isFinished() && !calls[2].isFinished());
    client.close();
    QCOMPARE(errorOf(calls[2]).code(), ErrorCode::NeverSent);
}

void TestWaiting::aBoundedNumberOfBytesWaits()
{
    const Endpoint endpoint;
    Client client(ClientOptions{.limits = {.waitingBytes = 1000}});
    QVERIFY(client.bind(endpoint.text()));
    const QFuture<int> first = client.call<int>("f", QByteArray(600, 'x'));
    QCOMPARE(errorOf(client.call<int>("f", QByteArray(600, 'x'))).code(), ErrorCode::Busy);
    QVERIFY(!first.isFinished());
    const QFuture<int> second = client.call<int>("f", QByteArray(300, 'x'));
    QVERIFY(!second.isFinished());
    QFuture<int>(first).cancel();
    QVERIFY(waitUntil([&] { return !client.call<int>("f", QByteArray(600, 'x')).isFinished(); }));
}

void TestWaiting::aPeerRunsSoManyCallsAtOnce()
{
    Slow slow(2, {.limits = {.queuedCalls = 2}});
    QVERIFY(slow.link.isEstablished());
    QList<QFuture<int>> calls;
    for (int i = 0; i < 5; ++i)
        calls.append(slow.link.client.call<int>("slow", i));
    QCOMPARE(errorOf(calls[4]).code(), ErrorCode::Busy);
    QVERIFY(waitUntil([&] { return slow.started.size() == 2; }));
    slow.end(1);
    QCOMPARE(valueOf(calls[1]), 1);
    QVERIFY(waitUntil([&] { return slow.started.size() == 3; }));
    for (size_t i : {0, 2})
        slow.end(i);
    QVERIFY(waitUntil([&] { return slow.started.size() == 4; }));
    slow.end(3);
    for (int i : {0, 2, 3})
        QCOMPARE(valueOf(calls[i]), i);
    QCOMPARE(slow.started, (QList<int>{0, 1, 2, 3}));
}

void TestWaiting::waitingCallsKeepTheirOrder()
{
    Slow slow(1);
    QVERIFY(slow.link.isEstablished());
    Client &client = slow.link.client;
    const QFuture<int> first = client.call<int>("slow", 1);
    client.notify("note", 2);
    const QFuture<int> second = client.call<int>("slow", 3);
    client.notify("note", 4); // not before 3
    QVERIFY(waitUntil([&] { return slow.started.size() == 2; }));
    QVERIFY(!second.isFinished());
    slow.end(0);
    QVERIFY(waitUntil([&] { return slow.started.size() == 4; }));
    slow.end(1);
    QCOMPARE(valueOf(second), 1);
    QCOMPARE(slow.started, (QList<int>{1, 2, 3, 4}));
}

void TestWaiting::callsThatEndOtherwiseMakeRoomToo()
{
    Slow slow(1);
    QVERIFY(slow.link.isEstablished());
    Client &client = slow.link.client;
    QFuture<int> canceled = client.call<int>("slow", 1);
    const QFuture<int> expired = client.method("slow").withTimeout(50ms).call<int>(2);
    const QFuture<int> last = client.call<int>("slow", 3);
    QVERIFY(waitUntil([&] { return slow.started.size() == 1; }));
    canceled.cancel();
    QVERIFY(waitUntil([&] { return expired.isFinished(); }));
    QVERIFY(waitUntil([&] { return slow.started.constLast() == 3; }));
    slow.end(slow.promises.size() - 1);
    QVERIFY(waitFor(last));
    QCOMPARE(client.call<int>("slow", 4).isFinished(), false);
}

void TestWaiting::aCallAfterALongSilenceIsRun()
{
    // Nothing came for longer than the call may take, so it may be one that lay unread for long.
    Connection link(ServerOptions{.heartbeat = {0ms, 0ms}});
    link.server.expose("echo", [](int value) { return value; });
    QVERIFY(link.isEstablished());
    QTimer silence;
    silence.setSingleShot(true);
    const QSignalSpy over(&silence, &QTimer::timeout);
    silence.start(2100ms);
    QVERIFY(waitUntil([&] { return over.size() == 1; }));
    QCOMPARE(valueOf(link.client.method("echo").withTimeout(2s).call<int>(7)), 7);
}

void TestWaiting::deadlinesPassInLoopsOfThoseThatPassed()
{
    QList<ErrorCode> codes;
    std::function<void()> call;
    Client client;
    QVERIFY(client.connectToServer(Endpoint(QStringLiteral("ipc")).text())); // where nobody is
    call = [&] {
        client.method("nothing")
            .withTimeout(10ms)
            .onReply(
                this, [](int) {},
                [&](const Error &error) {
                    codes.append(error.code());
                    if (codes.size() < 4)
                        call();
                    QVERIFY(waitUntil([&] { return codes.size() == 4; }));
                })
            .call();
    };
    call();
    QVERIFY(waitUntil([&] { return codes.size() == 4; }));
    QCOMPARE(codes, QList<ErrorCode>(4, ErrorCode::NeverSent));
}

void TestWaiting::olderDeadlinesPassInLoopsOfThoseThatPassed()
{
    Client client;
    QVERIFY(client.connectToServer(Endpoint(QStringLiteral("ipc")).text())); // where nobody is
    const auto later = client.method("nothing").withTimeout(50ms).call<int>();
    bool hasWaited = false;
    client.method("nothing")
        .withTimeout(10ms)
        .onReply(
            this, [](int) {},
            [&](const Error &) { hasWaited = waitUntil([&] { return later.isFinished(); }); })
        .call();
    QVERIFY(waitUntil([&] { return later.isFinished(); }));
    QVERIFY(waitUntil([&] { return hasWaited; }));
    QCOMPARE(errorOf(later).code(), ErrorCode::NeverSent);
}

void TestWaiting::callsThatEndTogetherEndInALoopOfTheFirst_data()
{
    QTest::addColumn<bool>("byDeadline");
    QTest::addColumn<int>("sent");
    QTest::newRow("their deadline") << true << 4;
    QTest::newRow("the end of the session") << false << 4;
    QTest::newRow("the end of the session, where most were not sent") << false << 1;
}

void TestWaiting::callsThatEndTogetherEndInALoopOfTheFirst()
{
    QFETCH(const bool, byDeadline);
    QFETCH(const int, sent);
    Slow slow(sent, {.waitForSession = false});
    QVERIFY(slow.link.isEstablished());
    constexpr int count = 4;
    int ended = 0;
    bool inTime = true;
    for (int i = 0; i < count; ++i) {
        slow.link.client.method("slow")
            .withTimeout(byDeadline ? 100ms : 1min)
            .onReply(
                this, [](int) {},
                [&](const Error &) { // each but the last one waits for all behind it
                    ++ended;
                    inTime = waitUntil([&] { return ended == count; }) && inTime;
                })
            .call(i);
    }
    if (!byDeadline) {
        QVERIFY(waitUntil([&] { return slow.started.size() == sent; }));
        slow.link.server.close();
    }
    QVERIFY(waitUntil([&] { return ended > 0; }));
    QCOMPARE(ended, count);
    QVERIFY(inTime);
}

void TestWaiting::anAnswerMakesRoomBeforeItIsTold()
{
    Slow slow(1);
    slow.link.server.expose("echo", [](int value) { return value; });
    QVERIFY(slow.link.isEstablished());
    bool isAnswered = false;
    slow.link.client.method("slow")
        .onReply(this,
                 [&](int) {
                     const auto inside = slow.link.client.call<int>("echo", 2);
                     isAnswered = waitUntil([&] { return inside.isFinished(); }) && valueOf(inside) == 2;
                 })
        .call(0);
    const auto waiting = slow.link.client.call<int>("echo", 1);
    QVERIFY(waitUntil([&] { return slow.started.size() == 1; }));
    slow.end(0);
    QCOMPARE(valueOf(waiting), 1);
    QVERIFY(waitUntil([&] { return isAnswered; }));
}

namespace {

std::atomic<int> notSent = 0;
QtMessageHandler others = nullptr;

void countBusy(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (text.contains(u"Busy") || text.contains(u"wait already"))
        ++notSent;
    else
        others(type, context, text);
}

} // namespace

void TestWaiting::noMoreOneWayCallsWaitThanMay()
{
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    std::counting_semaphore<> mayGoOn(0);
    std::atomic<int> heard = 0;
    Connection link({.limits = {.callBytes = 1'000'000}},
                    {.limits = {.queuedCalls = 10, .unreadBytes = 100'000}});
    link.server.expose("hear",
                       [&](const QByteArray &) {
                           if (heard++ == 0)
                               mayGoOn.acquire();
                       },
                       {.pool = &pool});
    QVERIFY(link.isEstablished());
    notSent = 0;
    others = qInstallMessageHandler(countBusy);
    const auto restore = qScopeGuard([] { qInstallMessageHandler(others); });
    constexpr int count = 1000;
    for (int i = 0; i < count; ++i)
        link.client.notify("hear", QByteArray(100'000, 'x'));
    // What may be under way, and be waiting in this end's two queues.
    QVERIFY(notSent > count - 50 && notSent < count - 20);
    mayGoOn.release();
    QVERIFY(waitUntil([&] { return heard == count - notSent; }));
    link.client.notify("hear", QByteArray(100, 'x')); // and then more may be made
    QVERIFY(waitUntil([&] { return heard == count - notSent + 1; }));
}

QTEST_GUILESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
