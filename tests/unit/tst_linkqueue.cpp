// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/linkqueue.h"

#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;
using Type = LinkEvent::Type;

namespace {

LinkEvent makeEvent(Type type, int fd = -1)
{
    return {type, fd, 0, QString()};
}

} // namespace

class TestLinkQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void postsAreTakenOverInOrder();
    void disconnectedWaitsUntilAllIsRead();
    void whatFollowsAWaitingEventWaitsToo();
    void incompleteDisconnectedIsToldOnce();
    void postsComeFromAnyThread();
    void whatIsNotReadTakesBoundedMemory();
};

void TestLinkQueue::postsAreTakenOverInOrder()
{
    LinkQueue queue;
    QVERIFY(!queue.takePosts());
    queue.post(makeEvent(Type::Accepted));
    queue.post(makeEvent(Type::HandshakeSucceeded));
    QVERIFY(!queue.next(true)); // not taken over yet
    QVERIFY(queue.takePosts());
    QCOMPARE(queue.next(false)->type, Type::Accepted);
    QCOMPARE(queue.next(false)->type, Type::HandshakeSucceeded);
    QVERIFY(!queue.next(true));
    QVERIFY(queue.isEmpty());
}

void TestLinkQueue::disconnectedWaitsUntilAllIsRead()
{
    LinkQueue queue;
    queue.post(makeEvent(Type::Disconnected));
    QVERIFY(queue.takePosts());
    QVERIFY(!queue.next(false));
    QVERIFY(queue.takePosts());
    QCOMPARE(queue.next(true)->type, Type::Disconnected);
}

void TestLinkQueue::whatFollowsAWaitingEventWaitsToo()
{
    LinkQueue queue;
    queue.post(makeEvent(Type::Disconnected));
    queue.post(makeEvent(Type::Accepted));
    QVERIFY(queue.takePosts());
    QVERIFY(!queue.next(false));
    QCOMPARE(queue.next(true)->type, Type::Disconnected);
    QCOMPARE(queue.next(false)->type, Type::Accepted);
}

void TestLinkQueue::incompleteDisconnectedIsToldOnce()
{
    LinkEvent incomplete = makeEvent(Type::Disconnected, 1);
    incomplete.isComplete = false;
    LinkQueue queue;
    queue.post(incomplete);
    QVERIFY(queue.takePosts());
    QVERIFY(!queue.isComplete());
    queue.post(makeEvent(Type::Disconnected, 1)); // while the first waits
    QVERIFY(queue.takePosts());
    QVERIFY(queue.isComplete());
    QCOMPARE(queue.next(true)->type, Type::Disconnected);
    QVERIFY(queue.isEmpty());

    queue.post(incomplete);
    QVERIFY(queue.takePosts());
    QVERIFY(queue.next(true)->isComplete);
    queue.post(makeEvent(Type::Disconnected, 1)); // after the first was told
    QVERIFY(!queue.takePosts());
    queue.post(makeEvent(Type::Disconnected, 2));
    QVERIFY(queue.takePosts());
    QCOMPARE(queue.next(true)->fd, 2);
}

void TestLinkQueue::postsComeFromAnyThread()
{
    LinkQueue queue;
    std::thread poster([&queue] {
        for (int i = 0; i < 1000; ++i)
            queue.post(makeEvent(Type::Accepted, i));
    });
    int next = 0;
    while (next < 1000) {
        if (!queue.takePosts())
            std::this_thread::yield();
        while (const auto taken = queue.next(false))
            QCOMPARE(taken->fd, next++);
    }
    poster.join();
}

void TestLinkQueue::whatIsNotReadTakesBoundedMemory()
{
    LinkQueue queue;
    for (int i = 0; i < 10'000; ++i) {
        queue.post(makeEvent(Type::Accepted, i % 10));
        queue.post(makeEvent(Type::Disconnected, i % 10));
        LinkEvent refused = makeEvent(Type::ClientRefused);
        refused.detail = QString::number(i); // a stranger's words
        queue.post(refused);
    }
    QVERIFY(queue.takePosts());
    int count = 0;
    int refusals = 0;
    while (const auto event = queue.next(true))
        ++(event->type == Type::ClientRefused ? refusals : count);
    QCOMPARE(count, 20);
    QVERIFY(refusals > 0 && refusals < 100);
}

QTEST_GUILESS_MAIN(TestLinkQueue)

#include "tst_linkqueue.moc"
