// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/dispatcher.h"

#include "session/fakehome.h"
#include "session/fakes.h"
#include "session/methods.h"
#include "wire/native.h"

#include <QtCore/qpromise.h>
#include <QtCore/qsemaphore.h>
#include <QtCore/qthreadpool.h>
#include <QtTest/qtest.h>

#include <limits>

// Calls whose answer comes later, and peers that choose ids with intent.

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

constexpr quint64 largestId = std::numeric_limits<quint64>::max();

} // namespace

class TestDispatcherFutures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theAnswerFollowsTheFuture();
    void exceptionsInAFutureAreAnswered();
    void aFutureWithoutResultIsAnError();
    void cancelReachesTheFuture();
    void theEndOfTheSessionReachesTheFuture();
    void aHeldIdMayNotBeUsedTwice();
    void anIdUsedAgainHasAFutureOfItsOwn();
    void aCallMayHaveTheLargestId();
    void manyOneWayFuturesMayRun();
    void callsBeyondTheLimitAreRefused();
    void canceledCallsThatStillRunCount();

private:
    /// The peer calls "later" with \a id.
    void handle(quint64 id, const Arrival &arrival = {Clock::now()}, milliseconds timeout = 60s)
    {
        m_dispatcher->handleCall(Call{id, "later", timeout, "\x90"}, arrival);
    }
    void handleOneWay() { m_dispatcher->handleNotify(Notify{"later", "\x90"}, {Clock::now()}); }
    /// Ends the promise \a index with \a value, and waits for what follows.
    void finish(size_t index, int value)
    {
        m_promises[index]->addResult(value);
        m_promises[index]->finish();
        QCoreApplication::processEvents(); // QFutureWatcher tells in the event loop
    }
    /// What was sent to the peer since the last time.
    QList<Message> sent()
    {
        m_talk->server.session->endTurn();
        m_frames = std::exchange(m_talk->server.sink.frames, {});
        QList<Message> messages;
        for (const QByteArray &frame : m_frames) {
            native::RecordReader reader(frame);
            while (const std::optional<Message> message = reader.next())
                messages.append(*message);
        }
        return messages;
    }

    std::unique_ptr<Conversation> m_talk;
    std::shared_ptr<FakeHome> m_home;
    std::shared_ptr<Dispatcher> m_dispatcher; // of the server's side
    std::vector<std::unique_ptr<QPromise<int>>> m_promises;
    std::deque<QByteArray> m_frames; // what sent() refers to
};

void TestDispatcherFutures::init()
{
    m_talk = std::make_unique<Conversation>();
    m_promises.clear();
    auto lookup = std::make_shared<TableLookup>();
    QVERIFY(!lookup->table.add({"later", QString(), {makeMethod("later", [this] {
                                    m_promises.push_back(std::make_unique<QPromise<int>>());
                                    m_promises.back()->start();
                                    return m_promises.back()->future();
                                })}}));
    m_home = std::make_shared<FakeHome>();
    m_dispatcher = std::make_shared<Dispatcher>(m_talk->server.session, lookup, m_home, Limits());
    m_talk->server.session->setHandlers({.calls = m_dispatcher.get()});
    m_talk->establish();
}

void TestDispatcherFutures::cleanup()
{
    m_dispatcher->cancelAll();
    m_dispatcher.reset();
    m_talk.reset();
}

void TestDispatcherFutures::theAnswerFollowsTheFuture()
{
    handle(1);
    handle(2);
    QVERIFY(sent().isEmpty());
    finish(1, 20);
    finish(0, 10);
    const QList<Message> messages = sent();
    QCOMPARE(messages.size(), 2);
    QCOMPARE(std::get<Reply>(messages[0]).id, 2u);
    QCOMPARE(std::get<Reply>(messages[0]).payload.toByteArray(), QByteArray("\x14"));
    QCOMPARE(std::get<Reply>(messages[1]).id, 1u);
    QCOMPARE(std::get<Reply>(messages[1]).payload.toByteArray(), QByteArray("\x0a"));
}

void TestDispatcherFutures::exceptionsInAFutureAreAnswered()
{
    handle(1);
    m_promises[0]->setException(std::make_exception_ptr(std::out_of_range("too far")));
    m_promises[0]->finish();
    QCoreApplication::processEvents();
    const QList<Message> messages = sent();
    QCOMPARE(messages.size(), 1);
    QCOMPARE(std::get<Failure>(messages[0]).code, ErrorCode::RemoteException);
    QCOMPARE(std::get<Failure>(messages[0]).className.toByteArray(), QByteArray("std::out_of_range"));
}

void TestDispatcherFutures::aFutureWithoutResultIsAnError()
{
    handle(1);
    handle(2);
    m_promises[0]->finish();
    m_promises[1].reset(); // cancels
    QCoreApplication::processEvents();
    const QList<Message> messages = sent();
    QCOMPARE(messages.size(), 2);
    for (const Message &message : messages)
        QCOMPARE(std::get<Failure>(message).code, ErrorCode::HandlerGone);
}

void TestDispatcherFutures::cancelReachesTheFuture()
{
    handle(1);
    m_dispatcher->handleCancel(1);
    m_dispatcher->handleCancel(1);
    QVERIFY(m_promises[0]->isCanceled());
    finish(0, 1);
    QVERIFY(sent().isEmpty());
    handle(2);
    finish(1, 5);
    QCOMPARE(sent().size(), 1);
}

void TestDispatcherFutures::theEndOfTheSessionReachesTheFuture()
{
    handle(1);
    handleOneWay();
    m_dispatcher->cancelAll();
    QVERIFY(m_promises[0]->isCanceled() && m_promises[1]->isCanceled());
    finish(0, 1);
    finish(1, 1);
    QVERIFY(sent().isEmpty());
}

void TestDispatcherFutures::aHeldIdMayNotBeUsedTwice()
{
    const Arrival afterAStall{Clock::now(), 10s};
    handle(1, afterAStall, 5s);
    handle(7);
    handle(7);
    QVERIFY(m_promises.empty());
    m_dispatcher->runHeld();
    QCOMPARE(m_promises.size(), 2u); // the second call with the id 7 was not run
    const QList<Message> refused = sent();
    QCOMPARE(refused.size(), 1);
    QCOMPARE(std::get<Failure>(refused[0]).id, 7u);
    QCOMPARE(std::get<Failure>(refused[0]).code, ErrorCode::ProtocolError);
    finish(0, 1);
    finish(1, 2);
    QCOMPARE(sent().size(), 2);
}

void TestDispatcherFutures::anIdUsedAgainHasAFutureOfItsOwn()
{
    m_home->here = false; // as if the handler ran in a pool
    handle(7);
    m_dispatcher->handleCancel(7);
    handle(7);
    m_home->here = true;
    for (const std::function<void()> &task : std::exchange(m_home->tasks, {}))
        task();
    QVERIFY(m_promises[0]->isCanceled());
    QVERIFY(!m_promises[1]->isCanceled());
    finish(0, 1);
    QVERIFY(sent().isEmpty());
    finish(1, 2);
    QCOMPARE(std::get<Reply>(sent().constFirst()).payload.toByteArray(), QByteArray("\x02"));
}

void TestDispatcherFutures::aCallMayHaveTheLargestId()
{
    handle(largestId);
    handleOneWay();
    handle(largestId - 1);
    handleOneWay();
    QCOMPARE(m_promises.size(), 4u);
    for (size_t i = 0; i < 4; ++i)
        finish(i, int(i));
    const QList<Message> messages = sent();
    QCOMPARE(messages.size(), 2);
    QCOMPARE(std::get<Reply>(messages[0]).id, largestId);
    QCOMPARE(std::get<Reply>(messages[0]).payload.toByteArray(), QByteArray(1, '\0'));
    QCOMPARE(std::get<Reply>(messages[1]).id, largestId - 1);
    QCOMPARE(std::get<Reply>(messages[1]).payload.toByteArray(), QByteArray("\x02"));
}

void TestDispatcherFutures::manyOneWayFuturesMayRun()
{
    for (int i = 0; i < 100; ++i)
        handleOneWay();
    for (size_t i = 0; i < 100; ++i)
        finish(i, 1);
    m_dispatcher->cancelAll();
    for (const std::unique_ptr<QPromise<int>> &promise : m_promises)
        QVERIFY(!promise->isCanceled());
    QVERIFY(sent().isEmpty());
}

void TestDispatcherFutures::callsBeyondTheLimitAreRefused()
{
    const auto limit = quint64(Limits().callsInFlight);
    for (quint64 id = 1; id <= limit + 1; ++id)
        handle(id);
    QCOMPARE(m_promises.size(), limit);
    const QList<Message> refused = sent();
    QCOMPARE(refused.size(), 1);
    QCOMPARE(std::get<Failure>(refused[0]).id, limit + 1);
    QCOMPARE(std::get<Failure>(refused[0]).code, ErrorCode::Busy);
    finish(0, 1);
    QCOMPARE(sent().size(), 1);
    handle(limit + 2);
    QCOMPARE(m_promises.size(), limit + 1);
}

void TestDispatcherFutures::canceledCallsThatStillRunCount()
{
    const auto limit = quint64(Limits().callsInFlight);
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    QSemaphore gate;
    QSemaphore started;
    const auto method = makeMethod("pooled", [&] {
        started.release();
        gate.acquire();
    });
    method->pool = &pool;
    auto lookup = std::make_shared<TableLookup>();
    QVERIFY(!lookup->table.add({"pooled", QString(), {method}}));
    const auto dispatcher = std::make_shared<Dispatcher>(m_talk->server.session, lookup, m_home, Limits());
    m_home->here = false; // the pool's thread answers
    dispatcher->handleCall(Call{1, "pooled", 60s, "\x90"}, {Clock::now()});
    started.acquire(); // the pool has no thread left
    for (quint64 id = 2; id <= 10 * limit; ++id) {
        dispatcher->handleCall(Call{id, "pooled", 60s, "\x90"}, {Clock::now()});
        dispatcher->handleCancel(id);
    }
    const QList<Message> refused = sent();
    gate.release(2);
    QCOMPARE(refused.size(), qsizetype(8 * limit));
    QCOMPARE(std::get<Failure>(refused.constLast()).code, ErrorCode::Busy);
    QVERIFY(pool.waitForDone());
    dispatcher->handleCall(Call{2, "pooled", 60s, "\x90"}, {Clock::now()});
    started.acquire(); // there is room again
    QVERIFY(pool.waitForDone());
    m_home->clear();
}

QTEST_GUILESS_MAIN(TestDispatcherFutures)
#include "tst_dispatcherfutures.moc"
