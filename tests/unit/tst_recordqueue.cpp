// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/frames.h"
#include "session/recordqueue.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestRecordQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsComeInOrder();
    void olderFramesComeFirst();
    void whatIsLeftOutlivesItsFrame();
    void aMessageOutlivesItsPlaceInTheQueue();
    void badBytesEndTheirFrameOnly();
    void anEmptyFrameHoldsNothing();
};

namespace {

QByteArray pings(std::initializer_list<quint64> nonces)
{
    QByteArray frame;
    for (const quint64 nonce : nonces)
        frame += frameOf(Ping{nonce});
    return frame;
}

// The nonce of the next record; 0 when there is none, 999 for a malformed one.
quint64 nextNonce(RecordQueue &queue)
{
    const std::optional<RecordQueue::Next> next = queue.next();
    if (!next)
        return 0;
    return std::holds_alternative<Malformed>(next->message) ? 999 : std::get<Ping>(next->message).nonce;
}

} // namespace

void TestRecordQueue::recordsComeInOrder()
{
    RecordQueue queue;
    const QByteArray bytes = pings({1, 2});
    const RecordQueue::Frame frame(queue, bytes, {});
    QVERIFY(!queue.isEmpty());
    QCOMPARE(nextNonce(queue), 1);
    QVERIFY(!queue.isEmpty());
    QCOMPARE(nextNonce(queue), 2);
    QVERIFY(queue.isEmpty());
    QCOMPARE(nextNonce(queue), 0);
}

void TestRecordQueue::olderFramesComeFirst()
{
    RecordQueue queue;
    const QByteArray older = pings({1, 2});
    const QByteArray younger = pings({3});
    const RecordQueue::Frame outer(queue, older, {});
    QCOMPARE(nextNonce(queue), 1);
    const RecordQueue::Frame inner(queue, younger, {});
    QCOMPARE(nextNonce(queue), 2);
    QCOMPARE(nextNonce(queue), 3);
    QVERIFY(queue.isEmpty());
}

void TestRecordQueue::whatIsLeftOutlivesItsFrame()
{
    RecordQueue queue;
    {
        QByteArray bytes = pings({1, 2, 3});
        const RecordQueue::Frame frame(queue, bytes, {{}, milliseconds(7)});
        QCOMPARE(nextNonce(queue), 1);
    }
    {
        QByteArray bytes = pings({4});
        const RecordQueue::Frame frame(queue, bytes, {});
    }
    QCOMPARE(queue.next()->arrival.unread, milliseconds(7));
    QCOMPARE(nextNonce(queue), 3);
    QCOMPARE(nextNonce(queue), 4);
    QVERIFY(queue.isEmpty());
}

void TestRecordQueue::aMessageOutlivesItsPlaceInTheQueue()
{
    RecordQueue queue;
    {
        const QByteArray bytes = frameOf(Notify{"name", "\x91\x01"});
        const RecordQueue::Frame frame(queue, bytes, {});
    }
    const std::optional<RecordQueue::Next> next = queue.next();
    QVERIFY(queue.isEmpty());
    QCOMPARE(std::get<Notify>(next->message).name, QByteArrayView("name"));
}

void TestRecordQueue::badBytesEndTheirFrameOnly()
{
    RecordQueue queue;
    const QByteArray bad = pings({1}) + '\xc1' + pings({2});
    const QByteArray good = pings({3});
    const RecordQueue::Frame first(queue, bad, {});
    const RecordQueue::Frame second(queue, good, {});
    QCOMPARE(nextNonce(queue), 1);
    QCOMPARE(nextNonce(queue), 999);
    QCOMPARE(nextNonce(queue), 3);
    QVERIFY(queue.isEmpty());
}

void TestRecordQueue::anEmptyFrameHoldsNothing()
{
    RecordQueue queue;
    const RecordQueue::Frame frame(queue, {}, {});
    QVERIFY(queue.isEmpty());
    QCOMPARE(nextNonce(queue), 0);
}

QTEST_GUILESS_MAIN(TestRecordQueue)
#include "tst_recordqueue.moc"
