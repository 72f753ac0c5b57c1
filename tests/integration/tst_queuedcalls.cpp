// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "users.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qthread.h>
#include <QtCore/qthreadpool.h>

#include <atomic>
#include <semaphore>

using namespace heliograph;

/// Works in a thread of its own, and can be kept busy.
class Worker : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE void block()
    {
        blocked.release();
        gate.acquire();
    }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int work() { return ++runs; }
    Q_INVOKABLE QList<int> note(int number)
    {
        notes.append(number);
        return notes;
    }

    std::atomic<int> runs = 0;
    QList<int> notes;
    std::counting_semaphore<> blocked{0};
    std::counting_semaphore<> gate{0};
};

// Permissions that change while calls wait for a thread.
class TestQueuedCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init();
    void cleanup();

    void aCallEndsWithItsPermission_data();
    void aCallEndsWithItsPermission();
    void aOneWayCallEndsWithItsPermission();
    void callsKeepTheirOrder();
    void aCallGoesOnWithItsPermission();

private:
    void block();
    // The predicate is asked anew, and says \a isAllowed.
    void change(bool isAllowed)
    {
        m_isAllowed = isAllowed;
        m_users->server.permissionsChanged();
    }
    // Returns when all that alice has called is in the queue of its thread.
    void arrive() { valueOf(m_users->alice.call("here")); }

    std::unique_ptr<Users> m_users;
    std::unique_ptr<Worker> m_worker;
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<QThreadPool> m_pool; // of one thread
    QList<QFuture<void>> m_blocks;
    bool m_isAllowed = true;
};

void TestQueuedCalls::init()
{
    m_isAllowed = true;
    m_users = std::make_unique<Users>();
    m_worker = std::make_unique<Worker>();
    m_thread = std::make_unique<QThread>();
    m_pool = std::make_unique<QThreadPool>();
    m_pool->setMaxThreadCount(1);
    Server &server = m_users->server;
    const QString admin = QStringLiteral("admin");
    server.setPredicate(admin, [this](const Identity &) { return m_isAllowed; });
    QVERIFY(server.expose("here", [] {}));
    QVERIFY(server.expose("object", m_worker.get()));
    m_worker->moveToThread(m_thread.get());
    m_thread->start();
    QVERIFY(
        server.expose("pool.block", [worker = m_worker.get()] { worker->block(); }, {.pool = m_pool.get()}));
    QVERIFY(server.expose("pool.work", [worker = m_worker.get()] { return worker->work(); },
                          {.domain = admin, .pool = m_pool.get()}));
}

void TestQueuedCalls::cleanup()
{
    m_worker->gate.release(10);
    m_pool->waitForDone();
    m_thread->quit();
    m_thread->wait();
    m_users.reset();
    m_worker.reset();
    m_blocks.clear();
}

void TestQueuedCalls::block()
{
    for (const char *name : {"object.block", "pool.block"})
        m_blocks.append(m_users->alice.call(name));
    QVERIFY(waitUntil([&] { return m_worker->blocked.try_acquire(); }));
    QVERIFY(waitUntil([&] { return m_worker->blocked.try_acquire(); }));
}

void TestQueuedCalls::aCallEndsWithItsPermission_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"object.work", "pool.work"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestQueuedCalls::aCallEndsWithItsPermission()
{
    QFETCH(QString, name);
    block();
    const QFuture<int> queued = m_users->alice.call<int>(name);
    arrive();
    change(false);
    m_worker->gate.release(2); // before anything but this has heard of the change
    const Error error = errorOf(queued);
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    const Error unknown = errorOf(m_users->alice.call(u"attic." + name));
    QCOMPARE(withoutName(error.message(), name), withoutName(unknown.message(), u"attic." + name));
    QCOMPARE(m_worker->runs.load(), 0);
    change(true);
    QCOMPARE(valueOf(m_users->alice.call<int>(name)), 1);
}

void TestQueuedCalls::aOneWayCallEndsWithItsPermission()
{
    block();
    for (const char *name : {"object.work", "pool.work"})
        m_users->alice.notify(name);
    arrive();
    change(false);
    for (const char *name : {"object.work", "pool.work"}) {
        const QString text = QStringLiteral("one-way call of \"%1\" failed").arg(QLatin1StringView(name));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(text));
    }
    m_worker->gate.release(2);
    for (const QFuture<void> &blocked : std::as_const(m_blocks))
        valueOf(blocked);
    QCOMPARE(valueOf(m_users->alice.call<QList<int>>("object.note", 1)), QList<int>{1});
    m_worker->gate.release();
    valueOf(m_users->alice.call("pool.block")); // comes behind them
    QCOMPARE(m_worker->runs.load(), 0);
}

void TestQueuedCalls::callsKeepTheirOrder()
{
    block();
    QList<QFuture<QList<int>>> calls;
    QList<int> expected;
    for (int i = 0; i < 20; ++i) {
        if (i % 7 == 6) {
            arrive();
            change(i % 2 == 0);
        }
        expected.append(i);
        calls.append(m_users->alice.call<QList<int>>("object.note", i));
    }
    arrive();
    m_worker->gate.release(2);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(valueOf(calls[i]), expected.first(i + 1));
}

void TestQueuedCalls::aCallGoesOnWithItsPermission()
{
    block();
    const QFuture<int> inThread = m_users->alice.call<int>("object.work");
    const QFuture<int> inPool = m_users->alice.call<int>("pool.work");
    arrive();
    change(true);
    m_worker->gate.release(2);
    QCOMPARE(valueOf(inThread) + valueOf(inPool), 3);
    QCOMPARE(m_worker->runs.load(), 2);
}

QTEST_GUILESS_MAIN(TestQueuedCalls)
#include "moc_users.cpp"
#include "tst_queuedcalls.moc"
