// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "size.h"

#include <QtCore/qelapsedtimer.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Handlers that do what no handler should, in a server of its own process: what becomes of their calls and of all others.
class TestBadHandlers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void nestedLoopsHoldUpNobody();
    void anObjectMayDie_data();
    void anObjectMayDie();
    void theServerMayDie_data();
    void theServerMayDie();
    void whatIsThrownEndsOneCall_data();
    void whatIsThrownEndsOneCall();
    void aThreadMayQuit_data();
    void aThreadMayQuit();
    void theApplicationMayQuit_data();
    void theApplicationMayQuit();
    void aBlockedThreadHoldsUpItsOwnCallsOnly_data();
    void aBlockedThreadHoldsUpItsOwnCallsOnly();
};

namespace {

/// How a call ended, and how often.
struct End
{
    int count = 0;
    ErrorCode code = ErrorCode::None;
    int value = 0; // without an error
    Error error;
    qint64 after = 0; // ms
};

/// True when \a end comes, with an error of \a code.
[[nodiscard]] bool failed(const End &end, ErrorCode code)
{
    const bool isOver = waitUntil([&] { return end.count > 0; });
    if (!isOver || end.code != code)
        qWarning("%d ends, the last with %s", end.count, end.error.what());
    return isOver && end.code == code;
}

/// True when \a end comes, with \a value.
[[nodiscard]] bool returned(const End &end, int value)
{
    return failed(end, ErrorCode::None) && end.value == value;
}

/// A client that notes how each of its calls ends.
class CountingClient
{
public:
    explicit CountingClient(const QString &endpoint) : lost(&m_client, &Channel::disconnected)
    {
        m_client.connectToServer(endpoint);
    }
    /// Calls the remote \a name with a patience that a test does not have.
    template <typename... Args>
    const End &call(const QString &name, const Args &...args)
    {
        return callWithin(1h, name, args...);
    }
    template <typename... Args>
    const End &callWithin(std::chrono::milliseconds timeout, const QString &name, const Args &...args)
    {
        End &end = m_ends.emplace_back();
        QElapsedTimer timer;
        timer.start();
        const auto note = [&end, timer](const Error &error, int value) {
            end = {end.count + 1, error.code(), value, error, timer.elapsed()};
        };
        m_client.method(name)
            .withTimeout(timeout)
            .onReply(
                &m_client, [note](int value) { note({}, value); },
                [note](const Error &error) { note(error, 0); })
            .call(args...);
        return end;
    }
    void notify(const QString &name, const QString &argument) { m_client.notify(name, argument); }
    /// True when calls are answered, and what was sent before has arrived.
    [[nodiscard]] bool isServed() { return returned(call(QStringLiteral("add"), 1, 2), 3); }
    [[nodiscard]] bool isEachCallOver() const
    {
        return std::all_of(m_ends.begin(), m_ends.end(), [](const End &end) { return end.count == 1; });
    }

private:
    std::deque<End> m_ends; // outlives the client, which ends what is left
    Client m_client;

public:
    const QSignalSpy lost;
};

/// The other process, the client whose calls do harm, and another one.
class Scene
{
public:
    Scene() : house(QStringLiteral(HANDLER_CHILD), {m_place.text()}), m_isReady(house.isReady()) {}

    [[nodiscard]] bool isServed() { return m_isReady && caller.isServed() && other.isServed(); }
    /// True when everybody is served, nobody was disconnected but \a times, each call has ended once, and the process ends as it should.
    [[nodiscard]] bool isUnharmed(int times = 0)
    {
        return isServed() && caller.lost.size() == times && other.lost.size() == times
               && returned(caller.call(QStringLiteral("quit")), 1) && isOver();
    }
    /// True when the process ends as it should, and each call has ended once.
    [[nodiscard]] bool isOver()
    {
        return house.endsWell() && caller.isEachCallOver() && other.isEachCallOver();
    }

private:
    const Endpoint m_place;

public:
    Child house;

private:
    const bool m_isReady;

public:
    CountingClient caller{house.endpoint()};
    CountingClient other{house.endpoint()};
};

} // namespace

void TestBadHandlers::nestedLoopsHoldUpNobody()
{
    constexpr int few = 3;
    constexpr int many = 12; // more than a session is allowed to have one in the other, which is 8
    constexpr int most = 8;
    Scene scene;
    QVERIFY(scene.isServed());
    QList<const End *> loops;
    for (int i = 0; i < few; ++i)
        loops.append(&scene.caller.call(QStringLiteral("loop")));
    for (int i = 0; i < few; ++i)
        QCOMPARE(scene.house.nextLine(), "loops");
    QVERIFY(scene.caller.isServed());
    QVERIFY(scene.other.isServed());
    for (int i = few; i < many; ++i)
        loops.append(&scene.caller.call(QStringLiteral("loop")));
    const End &behind = scene.caller.call(QStringLiteral("add"), 3, 4);
    for (int i = few; i < most; ++i)
        QCOMPARE(scene.house.nextLine(), "loops");
    QVERIFY(scene.other.isServed());
    QVERIFY(std::all_of(loops.begin(), loops.end(), [](const End *end) { return end->count == 0; }));
    QVERIFY(returned(scene.other.call(QStringLiteral("leave")), most));
    // What waited runs now, in the last of the loops or outside, and wants to be let go too.
    while (loops.last()->count == 0)
        QVERIFY(failed(scene.other.call(QStringLiteral("leave")), ErrorCode::None));
    QVERIFY(returned(behind, 7));
    for (int i = 0; i < many; ++i)
        QVERIFY(returned(*loops[i], i + 1)); // in order, each once
    QVERIFY(scene.isUnharmed());
}

void TestBadHandlers::anObjectMayDie_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("and return") << QStringLiteral("mortal.die");
    QTest::newRow("and throw") << QStringLiteral("mortal.dieThrowing");
    QTest::newRow("in a nested loop") << QStringLiteral("mortal.dieInALoop");
}

void TestBadHandlers::anObjectMayDie()
{
    QFETCH(const QString, method);
    Scene scene;
    const QString silence = QStringLiteral("mortal.silence");
    const End &others = scene.other.call(silence);
    QVERIFY(scene.isServed());
    const End &before = scene.caller.call(silence);
    const End &died = scene.caller.call(method, 7);
    const End &behind = scene.caller.call(silence);
    if (method.endsWith(u"Throwing"))
        QVERIFY(failed(died, ErrorCode::RemoteException));
    else
        QVERIFY(returned(died, 7));
    QVERIFY(failed(before, ErrorCode::HandlerGone));
    QVERIFY(failed(others, ErrorCode::HandlerGone));
    // In a nested loop it is called before the object dies, or after.
    const bool isCalled = method.endsWith(u"Loop") && waitUntil([&] { return behind.count > 0; })
                          && behind.code == ErrorCode::HandlerGone;
    QVERIFY(isCalled || failed(behind, ErrorCode::UnknownName));
    QVERIFY(failed(scene.other.call(method, 7), ErrorCode::UnknownName));
    QVERIFY(scene.isUnharmed());
}

void TestBadHandlers::theServerMayDie_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("and return") << QStringLiteral("die");
    QTest::newRow("and throw") << QStringLiteral("dieThrowing");
    QTest::newRow("in a nested loop") << QStringLiteral("dieInALoop");
}

void TestBadHandlers::theServerMayDie()
{
    QFETCH(const QString, method);
    Scene scene;
    const End &others = scene.other.call(QStringLiteral("silence"));
    QVERIFY(scene.isServed());
    const End &before = scene.caller.call(QStringLiteral("silence"));
    const End &died = scene.caller.call(method);
    const End &behind = scene.caller.call(QStringLiteral("silence"));
    for (const End *end : {&before, &died, &behind, &others})
        QVERIFY(failed(*end, ErrorCode::OutcomeUnknown));
    QVERIFY(scene.house.isReady()); // with the next server
    for (const CountingClient *client : {&scene.caller, &scene.other})
        QCOMPARE(client->lost.at(0).at(0).value<Error>().code(), ErrorCode::PeerClosed);
    QVERIFY(scene.isUnharmed(1));
}

void TestBadHandlers::whatIsThrownEndsOneCall_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("className");
    QTest::newRow("standard") << QStringLiteral("x") << ErrorCode::RemoteException
                              << QStringLiteral("std::runtime_error");
    QTest::newRow("memory") << QStringLiteral("memory") << ErrorCode::RemoteException
                            << QStringLiteral("std::bad_alloc");
    QTest::newRow("int") << QStringLiteral("int") << ErrorCode::RemoteException << QString();
    QTest::newRow("text") << QStringLiteral("text") << ErrorCode::RemoteException << QString();
    QTest::newRow("our own") << QStringLiteral("permission") << ErrorCode::NoPermission << QString();
    QTest::newRow("of no code") << QStringLiteral("none") << ErrorCode::RemoteException
                                << QStringLiteral("heliograph::Error");
}

void TestBadHandlers::whatIsThrownEndsOneCall()
{
    QFETCH(const QString, kind);
    QFETCH(const ErrorCode, code);
    QFETCH(const QString, className);
    Scene scene;
    const End &others = scene.other.call(QStringLiteral("silence"));
    const End &loop = scene.caller.call(QStringLiteral("loop"));
    QCOMPARE(scene.house.nextLine(), "loops"); // which nothing is thrown through
    for (const char *place : {"", "pool.", "worker."}) {
        const QString method = QLatin1String(place) + QStringLiteral("raise");
        scene.caller.notify(method, kind);
        const End &before = scene.caller.call(QStringLiteral("add"), 1, 2);
        const End &thrown = scene.caller.call(method, kind);
        const End &behind = scene.caller.call(QStringLiteral("add"), 3, 4);
        QVERIFY(failed(thrown, code));
        QCOMPARE(thrown.error.className(), className);
        QVERIFY(returned(before, 3));
        QVERIFY(returned(behind, 7));
        QVERIFY(scene.isServed());
    }
    QCOMPARE(loop.count + others.count, 0);
    QVERIFY(returned(scene.other.call(QStringLiteral("leave")), 1));
    QVERIFY(returned(loop, 1));
    QVERIFY(scene.isServed());
    QVERIFY(returned(scene.caller.call(QStringLiteral("quit")), 1));
    QVERIFY(failed(others, ErrorCode::OutcomeUnknown));
    QVERIFY(scene.isOver());
}

void TestBadHandlers::aThreadMayQuit_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<ErrorCode>("left");
    // What an object cannot answer any more waits until its death or the deadline.
    QTest::newRow("with its object") << QStringLiteral("mortalWorker") << ErrorCode::HandlerGone;
    QTest::newRow("without it") << QStringLiteral("worker") << ErrorCode::TimedOut;
}

void TestBadHandlers::aThreadMayQuit()
{
    QFETCH(const QString, object);
    QFETCH(const ErrorCode, left);
    const auto timeout = left == ErrorCode::TimedOut ? 500ms : std::chrono::milliseconds(1h);
    const QString add = object + QStringLiteral(".add");
    Scene scene;
    QVERIFY(scene.isServed());
    QVERIFY(returned(scene.caller.call(object + QStringLiteral(".quitThread")), 1));
    QCOMPARE(scene.house.nextLine(), "blocks"); // the thread takes no calls any more, and is not over yet
    const End &queued = scene.caller.callWithin(timeout, add, 1, 2);
    const End &others = scene.other.callWithin(timeout, add, 1, 2);
    QVERIFY(scene.isServed());
    scene.house.tell("go on");
    QVERIFY(failed(queued, left));
    QVERIFY(failed(others, left));
    QVERIFY(scene.isServed());
    // The thread ends some time after the line.
    const auto isGone = [&] {
        const End &late = scene.caller.callWithin(timeout, add, 1, 2);
        return waitUntil([&] { return late.count > 0; })
               && (late.code == ErrorCode::HandlerGone || late.code == ErrorCode::UnknownName);
    };
    QVERIFY(waitUntil(isGone));
    QVERIFY(scene.isUnharmed());
}

void TestBadHandlers::theApplicationMayQuit_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<bool>("loops");
    QTest::newRow("in the server's thread") << QStringLiteral("quit") << false;
    QTest::newRow("in a nested loop") << QStringLiteral("quit") << true;
    QTest::newRow("in another thread") << QStringLiteral("worker.quitApplication") << false;
}

void TestBadHandlers::theApplicationMayQuit()
{
    QFETCH(const QString, method);
    QFETCH(const bool, loops);
    Scene scene;
    QVERIFY(scene.isServed());
    const End *loop = loops ? &scene.other.call(QStringLiteral("loop")) : nullptr;
    QVERIFY(!loops || scene.house.nextLine() == "loops");
    const End &others = scene.other.call(QStringLiteral("silence"));
    QVERIFY(scene.other.isServed());
    const End &before = scene.caller.call(QStringLiteral("silence"));
    const End &quit = scene.caller.call(method);
    QVERIFY(failed(before, ErrorCode::OutcomeUnknown));
    QVERIFY(failed(others, ErrorCode::OutcomeUnknown));
    // The server may be gone before another thread has answered.
    const bool isUnknown = method != u"quit" && waitUntil([&] { return quit.count > 0; })
                           && quit.code == ErrorCode::OutcomeUnknown;
    QVERIFY(isUnknown || returned(quit, 1));
    QVERIFY(!loop || returned(*loop, 1));
    for (const CountingClient *client : {&scene.caller, &scene.other})
        QCOMPARE(client->lost.at(0).at(0).value<Error>().code(), ErrorCode::PeerClosed);
    QVERIFY(failed(scene.caller.callWithin(100ms, QStringLiteral("add"), 1, 2), ErrorCode::NeverSent));
    QVERIFY(scene.isOver());
}

void TestBadHandlers::aBlockedThreadHoldsUpItsOwnCallsOnly_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("the server's") << QStringLiteral("block");
    QTest::newRow("a pool's") << QStringLiteral("pool.block");
    QTest::newRow("the object's") << QStringLiteral("worker.block");
}

void TestBadHandlers::aBlockedThreadHoldsUpItsOwnCallsOnly()
{
    QFETCH(const QString, method);
    constexpr auto timeout = 300ms;
    Scene scene;
    QVERIFY(scene.isServed());
    const End &blocked = scene.caller.call(method);
    QCOMPARE(scene.house.nextLine(), "blocks");
    if (method == u"block") {
        for (CountingClient *client : {&scene.caller, &scene.other}) {
            const End &expired = client->callWithin(timeout, QStringLiteral("add"), 1, 2);
            QVERIFY(failed(expired, ErrorCode::TimedOut));
            // At most 100 ms late is promised, of a machine that does nothing else.
            QVERIFY(expired.after >= timeout.count() - 1 && expired.after < timeout.count() + 1000);
        }
    } else {
        QVERIFY(scene.isServed());
    }
    QTest::qWait(int(sizeOr(0ms, 30'000ms).count())); // the block itself
    QCOMPARE(blocked.count, 0);
    scene.house.tell("go on");
    QVERIFY(returned(blocked, 1));
    QVERIFY(scene.isUnharmed());
}

QTEST_GUILESS_MAIN(TestBadHandlers)
#include "tst_badhandlers.moc"
