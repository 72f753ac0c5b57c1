// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/framepool.h"

#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;

class TestFramePool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesAreHeadAndPayload_data();
    void messagesAreHeadAndPayload();
    void memoryIsUsedAgain();
    void manyThreadsShareIt();
};

void TestFramePool::messagesAreHeadAndPayload_data()
{
    QTest::addColumn<qsizetype>("head");
    QTest::addColumn<qsizetype>("payload");
    for (const qsizetype size : {qsizetype(0), qsizetype(1), FramePool::smallest - 6, FramePool::smallest - 5,
                                 FramePool::largest - 5, FramePool::largest - 4, 2 * FramePool::largest}) {
        QTest::addRow("%lld behind a head", size) << qsizetype(5) << size;
        QTest::addRow("%lld", size) << size << qsizetype(0);
    }
}

void TestFramePool::messagesAreHeadAndPayload()
{
    QFETCH(const qsizetype, head);
    QFETCH(const qsizetype, payload);
    FramePool pool;
    const QByteArray first(head, 'h');
    const QByteArray second(payload, 'p');
    const zmq::message_t message = pool.message(first, second);
    QVERIFY(QByteArrayView(message.data<char>(), qsizetype(message.size())) == QByteArray(first + second));
}

void TestFramePool::memoryIsUsedAgain()
{
    FramePool pool;
    const QByteArray payload(FramePool::smallest, 'p');
    const void *const where = pool.message({}, payload).data();
    QCOMPARE(pool.message({}, payload).data(), where);
    std::vector<zmq::message_t> all; // more at once than are kept
    for (std::size_t i = 0; i < 2 * FramePool::keptBlocks; ++i)
        all.push_back(pool.message({}, payload));
    all.clear();
    QVERIFY(pool.message({}, payload).size() == std::size_t(payload.size()));
}

void TestFramePool::manyThreadsShareIt()
{
    FramePool pool;
    const auto work = [&pool](char letter) {
        const QByteArray payload(FramePool::smallest, letter);
        for (int i = 0; i < 1000; ++i) {
            const zmq::message_t message = pool.message({}, payload);
            if (QByteArrayView(message.data<char>(), qsizetype(message.size())) != payload)
                qFatal("two messages share memory");
        }
    };
    std::thread other(work, 'a');
    work('b');
    other.join();
}

QTEST_APPLESS_MAIN(TestFramePool)
#include "tst_framepool.moc"
