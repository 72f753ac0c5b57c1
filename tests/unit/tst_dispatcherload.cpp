// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/dispatcher.h"
#include "session/fakehome.h"
#include "session/fakes.h"
#include "session/frames.h"
#include "session/methods.h"

#include <QtCore/qpromise.h>
#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype payloadLimit = 1'000'000;
constexpr qsizetype byteLimit = 3'000'000;

} // namespace

/// What the arguments of a peer's calls may take while they are held.
class TestDispatcherLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void callsBeyondTheBytesAreRefused();
    void callsThatAreHeldTakeBytes();
    void aSingleCallIsAlwaysTaken();
    void oneWayCallsBeyondTheBytesAreHeldBack();
    void oneWayCallsThatAreHeldTakeBytes();

private:
    /// Arguments of \a size bytes.
    static QByteArray arguments(qsizetype size)
    {
        Encoder encoder;
        encoder.writeArray(1);
        encoder.writeBytes(QByteArray(size - 6, 'x'));
        return encoder.take();
    }
    /// The peer calls "later" with arguments of \a size bytes; the error that answers it at once.
    ErrorCode call(qsizetype size, milliseconds unread = 0ms)
    {
        m_talk->server.session->endTurn(); // with what was answered before
        m_talk->server.sink.frames.clear();
        m_dispatcher->handleCall(Call{++m_lastId, "later", 60s, arguments(size)}, {Clock::now(), unread});
        m_talk->server.session->endTurn();
        if (m_talk->server.sink.frames.empty())
            return ErrorCode::None;
        native::RecordReader reader(m_talk->server.sink.frames.front());
        return std::get<Failure>(*reader.next()).code;
    }
    void notify(qsizetype size)
    {
        m_dispatcher->handleNotify(Notify{"later", arguments(size)}, {Clock::now()});
    }
    /// Ends the oldest call that runs.
    void finish()
    {
        m_promises.front()->addResult(1);
        m_promises.front()->finish();
        m_promises.pop_front();
        QCoreApplication::processEvents(); // QFutureWatcher tells in the event loop
    }

    std::unique_ptr<Conversation> m_talk;
    std::shared_ptr<FakeHome> m_home;
    std::shared_ptr<Dispatcher> m_dispatcher; // of the server's side
    std::deque<std::unique_ptr<QPromise<int>>> m_promises;
    quint64 m_lastId = 0;
};

void TestDispatcherLoad::init()
{
    m_lastId = 0;
    m_talk = std::make_unique<Conversation>();
    auto lookup = std::make_shared<TableLookup>();
    QVERIFY(!lookup->table.add({"later", QString(), {makeMethod("later", [this](const QByteArray &) {
                                    m_promises.push_back(std::make_unique<QPromise<int>>());
                                    m_promises.back()->start();
                                    return m_promises.back()->future();
                                })}}));
    m_home = std::make_shared<FakeHome>();
    const Limits limits{.maxPayload = payloadLimit, .callBytes = byteLimit};
    m_dispatcher = std::make_shared<Dispatcher>(m_talk->server.session, lookup, m_home, limits);
    m_talk->server.session->setHandlers({.calls = m_dispatcher.get()});
    m_talk->establish();
}

void TestDispatcherLoad::cleanup()
{
    m_dispatcher->cancelAll();
    m_dispatcher.reset();
    m_talk.reset();
    m_home->tasks.clear(); // which hold the dispatcher
    m_promises.clear();
}

void TestDispatcherLoad::callsBeyondTheBytesAreRefused()
{
    for (int i = 0; i < 3; ++i)
        QCOMPARE(call(payloadLimit), ErrorCode::None);
    QCOMPARE(call(10), ErrorCode::Busy);
    finish();
    QCOMPARE(call(payloadLimit), ErrorCode::None);
    QCOMPARE(call(payloadLimit), ErrorCode::Busy);
    QCOMPARE(m_promises.size(), 3u);
}

void TestDispatcherLoad::callsThatAreHeldTakeBytes()
{
    for (int i = 0; i < 3; ++i)
        QCOMPARE(call(payloadLimit, 100s), ErrorCode::None);
    QCOMPARE(m_promises.size(), 0u);
    QCOMPARE(call(payloadLimit, 100s), ErrorCode::Busy);
    m_dispatcher->handleCancel(2);
    QCOMPARE(call(payloadLimit, 100s), ErrorCode::None);
    QCOMPARE(call(payloadLimit, 100s), ErrorCode::Busy);
    m_dispatcher->runHeld();
    QCOMPARE(m_promises.size(), 3u);
    QCOMPARE(call(payloadLimit), ErrorCode::Busy);
    for (int i = 0; i < 3; ++i)
        finish();
    QCOMPARE(call(payloadLimit), ErrorCode::None);
}

void TestDispatcherLoad::aSingleCallIsAlwaysTaken()
{
    QCOMPARE(call(10), ErrorCode::None);
    QCOMPARE(call(10 * byteLimit), ErrorCode::None);
    QCOMPARE(call(10), ErrorCode::Busy);
}

void TestDispatcherLoad::oneWayCallsBeyondTheBytesAreHeldBack()
{
    for (int i = 0; i < 3; ++i) {
        QVERIFY(m_dispatcher->hasRoom());
        notify(payloadLimit);
    }
    QVERIFY(!m_dispatcher->hasRoom());
    notify(10); // was under way
    QCOMPARE(m_promises.size(), 4u);
    QCOMPARE(call(payloadLimit), ErrorCode::None); // counts by itself
    finish();
    QVERIFY(m_dispatcher->hasRoom());
    QVERIFY(!m_home->tasks.empty()); // in which the peer is told
}

void TestDispatcherLoad::oneWayCallsThatAreHeldTakeBytes()
{
    (void)call(10, 100s); // is held, and so is what follows
    for (int i = 0; i < 3; ++i)
        notify(payloadLimit);
    QVERIFY(!m_dispatcher->hasRoom());
    m_dispatcher->runHeld();
    QCOMPARE(m_promises.size(), 4u);
    QVERIFY(!m_dispatcher->hasRoom());
    finish();
    finish();
    QVERIFY(m_dispatcher->hasRoom());
}

QTEST_GUILESS_MAIN(TestDispatcherLoad)
#include "tst_dispatcherload.moc"
