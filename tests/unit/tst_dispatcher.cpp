// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/dispatcher.h"

#include "session/fakehome.h"
#include "session/fakes.h"

#include <heliograph/function.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// Functions by name.
class FakeLookup : public MethodLookup
{
public:
    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const override
    {
        return findForAnybody(m_table, name);
    }
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all() const override { return {}; }
    /// Adds \a function, which has no parameters.
    void add(const QByteArray &name, std::function<int()> function)
    {
        auto method = std::make_shared<Method>();
        method->name = name;
        method->returnType = QMetaType::fromType<int>();
        method->result = &codecFor<int>();
        method->invoke = [function = std::move(function)](void **argv, qsizetype) {
            *static_cast<int *>(argv[0]) = function();
        };
        QVERIFY(!m_table.add({name, QString(), {method}}));
    }

private:
    MethodTable m_table;
};

} // namespace

class TestDispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCallIsRunAndAnswered();
    void anUnknownNameIsAnError();
    void anIdInUseIsAnError();
    void exceptionsAreAnswered();
    void aLateCallIsHeldUntilAllIsRead();
    void aHeldCallMayBeCanceled();
    void callsBehindAHeldOneWaitToo();
    void heldCallsGoOnInAnEventLoopOfTheFirst();
    void whatIsNotDueStaysSoWhenOthersAreCanceled();
    void anExpiredCallIsNotRun();
    void nestedCallsWaitBeyondTheLimit();
    void aCanceledCallIsNotAnswered();
    void theEndOfTheSessionCancelsAll();
    void heldOneWayCallsOutliveTheSession();
    void aClosingEndRefusesCalls();
    void oneWayCallsAreNotAnswered();

private:
    /// The peer calls \a name; its answer.
    [[nodiscard]] std::shared_ptr<Outcome> callAndDeliver(QByteArrayView name)
    {
        const std::shared_ptr<Outcome> outcome = m_talk->client.call(name);
        m_talk->deliver();
        return outcome;
    }
    void handle(quint64 id, QByteArrayView name, const Arrival &arrival, milliseconds timeout = 1s)
    {
        m_dispatcher->handleCall(Call{id, name, timeout, "\x90"}, arrival);
    }

    std::unique_ptr<Conversation> m_talk;
    std::shared_ptr<FakeLookup> m_lookup;
    std::shared_ptr<FakeHome> m_home;
    std::shared_ptr<Dispatcher> m_dispatcher; // of the server's side
    int m_runs = 0;
};

void TestDispatcher::init()
{
    m_runs = 0;
    m_talk = std::make_unique<Conversation>();
    m_lookup = std::make_shared<FakeLookup>();
    m_lookup->add("f", [this] { return ++m_runs; });
    m_home = std::make_shared<FakeHome>();
    m_dispatcher = std::make_shared<Dispatcher>(m_talk->server.session, m_lookup, m_home, Limits());
    m_talk->server.session->setHandlers({.calls = m_dispatcher.get()});
    m_talk->client.now = m_talk->server.now = Clock::now();
    m_talk->establish();
}

void TestDispatcher::cleanup()
{
    m_dispatcher->cancelAll();
    m_talk.reset();
    m_dispatcher.reset();
    m_home->tasks.clear(); // which hold the dispatcher
}

void TestDispatcher::aCallIsRunAndAnswered()
{
    QCOMPARE(callAndDeliver("f")->result, QByteArray("\x01"));
    QCOMPARE(callAndDeliver("f")->result, QByteArray("\x02"));
    QCOMPARE(callAndDeliver("f()")->result, QByteArray("\x03")); // an overload by its selector
    QVERIFY(!m_dispatcher->holdsCalls());
}

void TestDispatcher::anUnknownNameIsAnError()
{
    for (const QByteArray &name :
         {QByteArray(), QByteArray("g"), QByteArray("f.f"), QByteArray("f(int)"), QByteArray("("),
          QByteArray("F"), QByteArray("f\0", 2), QByteArray("deleteLater"), QByteArray("__f"),
          QByteArray("f\xc3\xa4"), QByteArray(" f"), QByteArray(255, 'f')}) {
        const std::shared_ptr<Outcome> outcome = callAndDeliver(name);
        QCOMPARE(outcome->error.code(), ErrorCode::UnknownName);
        QVERIFY(outcome->error.message().contains(QString::fromUtf8(name)));
    }
    QCOMPARE(callAndDeliver("f")->ends, 1);
    QCOMPARE(m_runs, 1);
}

void TestDispatcher::anIdInUseIsAnError()
{
    bool isNested = false;
    m_lookup->add("again", [&] {
        if (!std::exchange(isNested, true))
            handle(1, "f", {Clock::now()});
        return 0;
    });
    const std::shared_ptr<Outcome> outcome = callAndDeliver("again");
    QVERIFY(isNested);
    QCOMPARE(outcome->error.code(), ErrorCode::ProtocolError);
    QCOMPARE(m_runs, 0);
    QCOMPARE(callAndDeliver("f")->result, QByteArray("\x01"));
}

void TestDispatcher::exceptionsAreAnswered()
{
    m_lookup->add("throw", []() -> int { throw std::out_of_range("too far"); });
    const std::shared_ptr<Outcome> outcome = callAndDeliver("throw");
    QCOMPARE(outcome->error.code(), ErrorCode::RemoteException);
    QCOMPARE(outcome->error.className(), QStringLiteral("std::out_of_range"));
    QCOMPARE(callAndDeliver("f")->result, QByteArray("\x01"));
}

void TestDispatcher::aLateCallIsHeldUntilAllIsRead()
{
    handle(50, "f", {Clock::now(), 10s});
    QVERIFY(m_dispatcher->holdsCalls());
    QCOMPARE(m_runs, 0);
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 1);
    QVERIFY(!m_dispatcher->holdsCalls());
}

void TestDispatcher::aHeldCallMayBeCanceled()
{
    handle(50, "f", {Clock::now(), 10s});
    m_dispatcher->handleCancel(50);
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 0);
}

void TestDispatcher::callsBehindAHeldOneWaitToo()
{
    handle(50, "f", {Clock::now(), 10s}, 1s);
    handle(51, "f", {Clock::now(), 10s}, 60s); // would not be late by itself
    m_dispatcher->handleNotify(Notify{"f", "\x90"}, {Clock::now()});
    QCOMPARE(m_runs, 0);
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 3);
}

void TestDispatcher::heldCallsGoOnInAnEventLoopOfTheFirst()
{
    int runsInLoop = -1;
    m_lookup->add("loop", [&] {
        runsInLoop = int(m_runs);
        handle(53, "f", {Clock::now(), 10s}); // is not to be run before all was read again
        for (const std::function<void()> &task : std::exchange(m_home->tasks, {}))
            task();
        runsInLoop = int(m_runs) - runsInLoop;
        return 0;
    });
    handle(50, "loop", {Clock::now(), 10s});
    handle(51, "f", {Clock::now(), 10s});
    handle(52, "f", {Clock::now(), 10s});
    m_dispatcher->runHeld();
    QCOMPARE(runsInLoop, 2);
    QCOMPARE(m_runs, 2);
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 3);
}

void TestDispatcher::whatIsNotDueStaysSoWhenOthersAreCanceled()
{
    m_lookup->add("loop", [&] {
        handle(53, "f", {Clock::now(), 10s}); // its Cancel may be among what is still to be read
        m_dispatcher->handleCancel(51);
        for (const std::function<void()> &task : std::exchange(m_home->tasks, {}))
            task();
        return int(m_runs);
    });
    handle(50, "loop", {Clock::now(), 10s});
    handle(51, "f", {Clock::now(), 10s});
    handle(52, "f", {Clock::now(), 10s});
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 1);
    m_dispatcher->handleCancel(53);
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 1);
}

void TestDispatcher::anExpiredCallIsNotRun()
{
    handle(50, "f", {Clock::now() - 2s}, 1s);
    QCOMPARE(m_runs, 0);
    QCOMPARE(callAndDeliver("f")->result, QByteArray("\x01"));
}

void TestDispatcher::nestedCallsWaitBeyondTheLimit()
{
    int depth = 0;
    int deepest = 0;
    quint64 id = 100;
    m_lookup->add("nest", [&] {
        deepest = std::max(deepest, ++depth);
        if (id < 200)
            handle(id++, "nest", {Clock::now()});
        --depth;
        return 0;
    });
    handle(id++, "nest", {Clock::now()});
    QCOMPARE(deepest, Dispatcher::maximumDepth);
    QVERIFY(m_dispatcher->holdsCalls());
    while (m_dispatcher->holdsCalls())
        m_dispatcher->runHeld();
    QCOMPARE(id, 200u);
    QCOMPARE(deepest, Dispatcher::maximumDepth);
}

void TestDispatcher::aCanceledCallIsNotAnswered()
{
    m_lookup->add("cancelMe", [this] {
        m_dispatcher->handleCancel(50);
        return 1;
    });
    m_talk->server.sink.frames.clear();
    handle(50, "cancelMe", {Clock::now()});
    m_talk->server.session->endTurn();
    QVERIFY(m_talk->server.sink.frames.empty());
}

void TestDispatcher::theEndOfTheSessionCancelsAll()
{
    handle(50, "f", {Clock::now(), 10s});
    m_dispatcher->cancelAll();
    QVERIFY(!m_dispatcher->holdsCalls());
    m_dispatcher->runHeld();
    QCOMPARE(m_runs, 0);
}

void TestDispatcher::heldOneWayCallsOutliveTheSession()
{
    handle(1, "f", {Clock::now(), 2s, Clock::now() + 1s}); // held, and so is what follows
    for (int i = 0; i < 3; ++i)
        m_dispatcher->handleNotify(Notify{"f", "\x90"}, {});
    m_talk->client.session->close(Error(ErrorCode::Closed));
    m_talk->deliver();
    m_dispatcher->cancelAll();
    m_dispatcher.reset(); // the owner lets go of it
    QCOMPARE(m_runs, 0);
    for (const std::function<void()> &task : std::exchange(m_home->tasks, {}))
        task();
    QCOMPARE(m_runs, 3); // but for the call, whose answer nobody waits for
    init();
}

void TestDispatcher::aClosingEndRefusesCalls()
{
    m_dispatcher->refuseCalls();
    QCOMPARE(callAndDeliver("f")->error.code(), ErrorCode::NeverSent);
    m_dispatcher->handleNotify(Notify{"f", "\x90"}, {});
    QCOMPARE(m_runs, 1);
}

void TestDispatcher::oneWayCallsAreNotAnswered()
{
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("\"?unknown\"? is not exposed|unknown")));
    QVERIFY(m_talk->client.session->notify("f", "\x90"));
    QVERIFY(m_talk->client.session->notify("unknown", "\x90"));
    m_talk->client.session->endTurn();
    for (const QByteArray &frame : std::exchange(m_talk->client.sink.frames, {}))
        m_talk->server.receive(frame);
    m_talk->server.session->endTurn();
    QCOMPARE(m_runs, 1);
    QVERIFY(m_talk->server.sink.frames.empty());
}

QTEST_GUILESS_MAIN(TestDispatcher)
#include "tst_dispatcher.moc"
