// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/callcontext.h>
#include <heliograph/post.h>

#include <QtCore/qsemaphore.h>
#include <QtCore/qthread.h>
#include <QtCore/qthreadpool.h>

#include <atomic>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

int patienceInMs()
{
    return int(std::chrono::milliseconds(patience).count());
}

} // namespace

/// Works in the thread that it lives in, as long as it is told to.
class Worker : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE bool isInThread() { return QThread::currentThread() == thread(); }
    Q_INVOKABLE int block()
    {
        ++started;
        return gate.tryAcquire(1, patienceInMs()) ? 1 : 0;
    }

    std::atomic<int> started = 0;
    QSemaphore gate;
};

/// A worker in a running thread.
class Workshop
{
public:
    Workshop()
    {
        worker->moveToThread(&thread);
        thread.start();
    }
    ~Workshop()
    {
        worker->gate.release(100);
        worker->deleteLater();
        stop();
    }
    Q_DISABLE_COPY_MOVE(Workshop)
    void stop()
    {
        thread.quit();
        thread.wait();
    }

    QThread thread;
    Worker *worker = new Worker; // deleted in its thread
};

class TestThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void methodsRunInTheThreadOfTheirObject();
    void functionsRunInTheirPool();
    void aSlowThreadDelaysNoOther();
    void anyThreadMayCall();
    void callbacksRunInTheReceiversThread();
    void aCallThatExpiredInTheQueueIsNotStarted();
    void aCallThatWasCanceledInTheQueueIsNotStarted();
    void anObjectThatDiesBeforeItsCallEndsIt();
    void aThreadThatEndedEndsCalls();
    void callsThatRaceTheClientsDeathEnd();
};

void TestThreads::methodsRunInTheThreadOfTheirObject()
{
    Connection link;
    Workshop shop;
    link.server.expose("worker", shop.worker);
    QVERIFY(valueOf(link.client.call<bool>("worker.isInThread")));
}

void TestThreads::functionsRunInTheirPool()
{
    Connection link;
    QThreadPool pool;
    link.server.expose("inPool", [&] { return pool.contains(QThread::currentThread()); }, {.pool = &pool});
    link.server.expose("here", [&] { return QThread::currentThread() == link.server.thread(); });
    QVERIFY(valueOf(link.client.call<bool>("inPool")));
    QVERIFY(valueOf(link.client.call<bool>("here")));
}

void TestThreads::aSlowThreadDelaysNoOther()
{
    Connection link;
    Workshop shop;
    link.server.expose("worker", shop.worker);
    link.server.expose("fast", [] { return 2; });
    const QFuture<int> slow = link.client.call<int>("worker.block");
    QVERIFY(waitUntil([&] { return shop.worker->started == 1; }));
    QCOMPARE(valueOf(link.client.call<int>("fast")), 2);
    QVERIFY(!slow.isFinished());
    shop.worker->gate.release();
    QCOMPARE(valueOf(slow), 1);
}

void TestThreads::anyThreadMayCall()
{
    constexpr int callers = 4;
    constexpr int calls = 100;
    Connection link;
    link.server.expose("echo", [](int value) { return value; });
    std::atomic<int> right = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back(QThread::create([&, caller] {
            for (int i = 0; i < calls; ++i) {
                QFuture<int> answer = link.client.call<int>("echo", caller * calls + i);
                right += answer.result() == caller * calls + i; // another thread may wait
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(waitUntil([&] { return thread->isFinished(); }));
    QCOMPARE(right.load(), callers * calls);
}

void TestThreads::callbacksRunInTheReceiversThread()
{
    Connection link;
    link.server.expose("echo", [](int value) { return value; });
    QThread thread;
    thread.start();
    auto *receiver = new QObject;
    receiver->moveToThread(&thread);
    std::atomic<QThread *> ranIn = nullptr;
    link.client.method("echo").onReply(receiver, [&](int) { ranIn = QThread::currentThread(); }).call(1);
    const bool ran = waitUntil([&] { return ranIn != nullptr; });
    receiver->deleteLater();
    thread.quit();
    thread.wait();
    QVERIFY(ran);
    QCOMPARE(ranIn.load(), &thread);
}

void TestThreads::aCallThatExpiredInTheQueueIsNotStarted()
{
    Connection link;
    Workshop shop;
    link.server.expose("worker", shop.worker);
    link.server.expose("echo", [](int value) { return value; });
    const QFuture<int> first = link.client.call<int>("worker.block");
    QVERIFY(waitUntil([&] { return shop.worker->started == 1; }));
    const Error error = errorOf(link.client.method("worker.block").withTimeout(30ms).call<int>());
    QCOMPARE(error.code(), ErrorCode::TimedOut);
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1); // the server, whose clock is later, was told
    shop.worker->gate.release(2);
    QCOMPARE(valueOf(first), 1);
    QVERIFY(valueOf(link.client.call<bool>("worker.isInThread"))); // the worker's queue is empty
    QCOMPARE(shop.worker->started.load(), 1);
}

void TestThreads::aCallThatWasCanceledInTheQueueIsNotStarted()
{
    Connection link;
    Workshop shop;
    link.server.expose("worker", shop.worker);
    link.server.expose("echo", [](int value) { return value; });
    const QFuture<int> first = link.client.call<int>("worker.block");
    QVERIFY(waitUntil([&] { return shop.worker->started == 1; }));
    QFuture<int> second = link.client.call<int>("worker.block");
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1); // the second call is in the worker's queue
    second.cancel();
    QVERIFY(waitFor(second));                               // ends when the other end was told
    QCOMPARE(valueOf(link.client.call<int>("echo", 2)), 2); // which has heard it now
    shop.worker->gate.release(2);
    QCOMPARE(valueOf(first), 1);
    QVERIFY(valueOf(link.client.call<bool>("worker.isInThread")));
    QCOMPARE(shop.worker->started.load(), 1);
}

void TestThreads::anObjectThatDiesBeforeItsCallEndsIt()
{
    Connection link;
    QThread thread;
    thread.start();
    auto *worker = new Worker;
    worker->moveToThread(&thread);
    link.server.expose("worker", worker);
    link.server.expose("echo", [](int value) { return value; });
    QSemaphore busy;
    QSemaphore gate;
    QObject executioner;
    executioner.moveToThread(&thread);
    detail::post(&executioner, [&] {
        busy.release();
        gate.acquire();
        delete worker;
    });
    busy.acquire();
    const QFuture<bool> call = link.client.call<bool>("worker.isInThread");
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1); // the call is in the worker's queue
    gate.release();
    const Error error = errorOf(call);
    thread.quit();
    thread.wait();
    QCOMPARE(error.code(), ErrorCode::HandlerGone);
    QCOMPARE(errorOf(link.client.call<bool>("worker.isInThread")).code(), ErrorCode::UnknownName);
}

void TestThreads::aThreadThatEndedEndsCalls()
{
    Connection link;
    QThread thread;
    Worker worker;
    worker.moveToThread(&thread);
    thread.start();
    link.server.expose("worker", &worker);
    QVERIFY(valueOf(link.client.call<bool>("worker.isInThread")));
    thread.quit();
    thread.wait();
    QCOMPARE(errorOf(link.client.call<bool>("worker.isInThread")).code(), ErrorCode::HandlerGone);
}

void TestThreads::callsThatRaceTheClientsDeathEnd()
{
    const Endpoint endpoint;
    Server server;
    server.expose("echo", [](int value) { return value; });
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    QCOMPARE(valueOf(client->call<int>("echo", 0)), 0);

    std::atomic<int> made = 0;
    std::atomic<bool> stop = false;
    QList<QFuture<int>> calls; // the thread's until it has ended
    const std::unique_ptr<QThread> thread(QThread::create([&, echo = client->method("echo")] {
        while (!stop) {
            calls.append(echo.call<int>(1));
            ++made;
        }
    }));
    thread->start();
    QVERIFY(waitUntil([&] { return made > 50; }));
    client.reset();
    const int before = made;
    const bool later = waitUntil([&] { return made > before + 50; });
    stop = true;
    thread->wait();
    QVERIFY(later);
    for (const QFuture<int> &call : std::as_const(calls))
        QVERIFY(call.isFinished());
    QCOMPARE(errorOf(calls.constLast()).code(), ErrorCode::NeverSent);
}

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
