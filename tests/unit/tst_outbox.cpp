// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/outbox.h"

#include "session/fakes.h"
#include "wire/native.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstRecordOfATurnLeavesAtOnce();
    void theRestOfATurnLeavesTogether();
    void joinedRecordsFillOneFrameAtMost();
    void aLargerRecordKeepsItsPlace();
    void largeRecordsAreCut_data();
    void largeRecordsAreCut();
    void recordsWaitForAFullPeerInOrder();
    void aPeerThatIsGoneGetsNothing();
    void itKnowsWhatHasLeft();
    void theWindowClosesAndOpens();
    void theWindowCountsBytes();
    void smallRecordsPassLargeOnes();
    void largeRecordsPassNothing();
    void answersFollowNews();
    void theOldestEventsAreDropped_data();
    void theOldestEventsAreDropped();
};

namespace {

constexpr qsizetype budget = qsizetype(8) * 1024 * 1024;

// A record of so many chunks.
QByteArray large(int chunks)
{
    return QByteArray(std::max(chunks * Outbox::chunkSize, qsizetype(1)), 'x');
}

} // namespace

void TestOutbox::theFirstRecordOfATurnLeavesAtOnce()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    QCOMPARE(outbox.write({}, "head", "payload"), 1u);
    QCOMPARE(sink.frames.size(), 1u);
    QCOMPARE(sink.frames[0], QByteArray("headpayload"));
    QVERIFY(outbox.owesTurn());
    outbox.endTurn();
    QVERIFY(!outbox.owesTurn());
    QCOMPARE(sink.frames.size(), 1u);
    outbox.write({}, "next");
    QCOMPARE(sink.frames.size(), 2u);
}

void TestOutbox::theRestOfATurnLeavesTogether()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    for (const char *record : {"a", "b", "c", "d"})
        outbox.write({}, record);
    QCOMPARE(sink.frames.size(), 1u);
    outbox.endTurn();
    QCOMPARE(sink.frames.size(), 2u);
    QCOMPARE(sink.frames[1], QByteArray("bcd"));
}

void TestOutbox::joinedRecordsFillOneFrameAtMost()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    QByteArray all;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray record(999, char('a' + i % 26));
        outbox.write({}, record);
        all += record;
    }
    outbox.endTurn();
    QVERIFY(sink.frames.size() <= 2 + std::size_t(all.size() / (Outbox::joinedSize - 999)));
    QByteArray sent;
    for (const QByteArray &frame : sink.frames) {
        QVERIFY(frame.size() <= Outbox::joinedSize);
        sent += frame;
    }
    QCOMPARE(sent, all);
}

void TestOutbox::aLargerRecordKeepsItsPlace()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    outbox.write({}, "first");
    outbox.write({}, "joined");
    const QByteArray large(Outbox::joinedSize + 1, 'x');
    outbox.write({}, "head", large);
    outbox.write({}, "last");
    outbox.endTurn();
    QCOMPARE(sink.frames.size(), 4u);
    QCOMPARE(sink.frames[1], QByteArray("joined"));
    QVERIFY(sink.frames[2] == "head" + large);
    QCOMPARE(sink.frames[3], QByteArray("last"));
}

void TestOutbox::largeRecordsAreCut_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("two parts") << QByteArray("head") << Outbox::chunkSize;
    QTest::newRow("one byte over") << QByteArray("head") << Outbox::chunkSize - 3;
    QTest::newRow("many parts") << QByteArray("head") << 10 * Outbox::chunkSize + 5;
    QTest::newRow("the head is all") << QByteArray(2 * Outbox::chunkSize, 'h') << qsizetype(0);
}

void TestOutbox::largeRecordsAreCut()
{
    QFETCH(const QByteArray, head);
    QFETCH(const qsizetype, size);
    QByteArray payload(size, 'p');
    for (qsizetype i = 0; i < size; ++i)
        payload[i] = char(i * 7 + i / 251);
    FakeSink sink;
    Outbox outbox(sink, budget);
    outbox.write({}, head, payload);
    for (quint64 frames = 1; !outbox.isEmpty(); ++frames)
        QVERIFY(outbox.acknowledge(frames));
    QByteArray joined;
    quint64 offset = 0;
    for (const QByteArray &frame : sink.frames) {
        QVERIFY(frame.size() <= Outbox::chunkSize + 64);
        native::RecordReader reader(frame);
        const std::optional<Message> message = reader.next();
        QVERIFY(message);
        const Chunk chunk = std::get<Chunk>(*message);
        QCOMPARE(chunk.offset, offset);
        QCOMPARE(chunk.total, quint64(head.size() + size));
        offset += quint64(chunk.bytes.size());
        joined += chunk.bytes;
    }
    QVERIFY(joined == head + payload);
    QVERIFY(sink.frames.size() >= 2);
}

void TestOutbox::recordsWaitForAFullPeerInOrder()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    sink.result = FrameSink::Result::Full;
    outbox.write({}, "one");
    outbox.endTurn();
    sink.result = FrameSink::Result::Sent;
    outbox.write({}, "two"); // must not overtake
    outbox.endTurn();
    QVERIFY(sink.frames.empty() && !outbox.isEmpty());
    QVERIFY(!outbox.hasLeft(1) && !outbox.hasLeft(2));
    outbox.writable();
    QCOMPARE(sink.frames.size(), 1u); // together
    QCOMPARE(sink.frames[0], QByteArray("onetwo"));
    QVERIFY(outbox.isEmpty());
    QCOMPARE(outbox.waitingBytes(), 0);
    QVERIFY(outbox.hasLeft(1) && outbox.hasLeft(2));
}

void TestOutbox::aPeerThatIsGoneGetsNothing()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    QCOMPARE(outbox.write({}, "sent"), 1u);
    sink.result = FrameSink::Result::Full;
    QCOMPARE(outbox.write({}, "one"), 2u);
    outbox.endTurn();
    sink.result = FrameSink::Result::Gone;
    outbox.writable();
    QVERIFY(outbox.isGone());
    sink.result = FrameSink::Result::Sent;
    QCOMPARE(outbox.write({}, QByteArray(1000, 'x')), 3u);
    outbox.endTurn();
    outbox.writable();
    QCOMPARE(sink.frames.size(), 1u);
    QVERIFY(outbox.waitingBytes() < 1000);
    QVERIFY(outbox.hasLeft(1) && !outbox.hasLeft(2) && !outbox.hasLeft(3));
}

void TestOutbox::itKnowsWhatHasLeft()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    QCOMPARE(outbox.write({}, "one"), 1u);
    QCOMPARE(outbox.write({}, "two"), 2u);
    QVERIFY(outbox.hasLeft(1) && !outbox.hasLeft(2)); // the second is joined
    outbox.endTurn();
    QVERIFY(outbox.hasLeft(2));
    for (quint64 record = 3; record < 100; ++record) {
        QCOMPARE(outbox.write({SendOrder::Kind::Answer}, large(record == 50 ? 5 : 0)), record);
        if (record % 7 == 0)
            outbox.endTurn();
    }
    outbox.endTurn();
    QVERIFY(outbox.hasLeft(49) && outbox.hasLeft(50) && outbox.hasLeft(99)); // 50 in part
    const quint64 next = outbox.write({SendOrder::Kind::Answer}, large(3));
    QVERIFY(!outbox.hasLeft(next));
    QVERIFY(!outbox.withdraw(50) && outbox.withdraw(next));
    QVERIFY(!outbox.withdraw(next));
}

void TestOutbox::theWindowClosesAndOpens()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    for (size_t i = 0; i < SendWindow::frameLimit + 10; ++i) {
        outbox.write({}, "x");
        outbox.endTurn();
    }
    QCOMPARE(sink.frames.size(), SendWindow::frameLimit);
    outbox.writeControl("ping"); // leaves in any case
    QCOMPARE(sink.frames.back(), QByteArray("ping"));
    QVERIFY(outbox.acknowledge(1));
    QCOMPARE(sink.frames.size(), SendWindow::frameLimit + 2);
    QCOMPARE(sink.frames.back(), QByteArray(10, 'x'));
    QVERIFY(outbox.acknowledge(SendWindow::frameLimit + 1));
    QVERIFY(!outbox.acknowledge(SendWindow::frameLimit + 2)); // more than were sent
}

void TestOutbox::theWindowCountsBytes()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    const QByteArray record(Outbox::chunkSize, 'x');
    for (int i = 0; i < 20; ++i)
        outbox.write({}, record);
    QCOMPARE(qsizetype(sink.frames.size()), SendWindow::byteLimit / Outbox::chunkSize);
    QVERIFY(outbox.acknowledge(2));
    QCOMPARE(qsizetype(sink.frames.size()), 2 + SendWindow::byteLimit / Outbox::chunkSize);
}

void TestOutbox::smallRecordsPassLargeOnes()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    outbox.write(SendOrder::ofCall("files.upload"), large(10));
    const size_t parts = sink.frames.size();
    QVERIFY(parts >= 2 && parts < 10);
    outbox.write(SendOrder::ofCall("files.commit"), "commit"); // behind it: the same object
    outbox.write(SendOrder::ofCall("clock.now"), "now");
    outbox.write({SendOrder::Kind::News}, "event");
    outbox.endTurn();
    QCOMPARE(sink.frames.size(), parts + 1);
    QCOMPARE(sink.frames.back(), QByteArray("nowevent"));
    for (quint64 frames = 1; !outbox.isEmpty(); ++frames)
        QVERIFY(outbox.acknowledge(frames));
    QCOMPARE(sink.frames.back(), QByteArray("commit"));
    QCOMPARE(sink.frames.size(), 12u);
}

void TestOutbox::largeRecordsPassNothing()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    sink.result = FrameSink::Result::Full;
    for (int i = 0; i < 1000; ++i)
        outbox.write(SendOrder::ofCall("o.f"), QByteArray(1000, 'a'));
    outbox.writeEvent(1, "", QByteArray(1000, 'a'));
    outbox.write(SendOrder::ofCall("o.f"), large(3));
    outbox.write(SendOrder::ofCall("p.f"), QByteArray(1000, 'b'));
    outbox.endTurn();
    sink.result = FrameSink::Result::Sent;
    outbox.writable();
    for (quint64 frames = 1; !outbox.isEmpty(); ++frames)
        QVERIFY(outbox.acknowledge(frames));
    qsizetype before = 0;
    for (const QByteArray &frame : sink.frames) {
        if (frame.size() > Outbox::joinedSize)
            break;
        before += frame.count('a');
    }
    QCOMPARE(before, 1'001'000);
}

void TestOutbox::answersFollowNews()
{
    FakeSink sink;
    Outbox outbox(sink, budget);
    outbox.write({SendOrder::Kind::News}, large(10));
    outbox.write({SendOrder::Kind::Answer}, "answer");
    outbox.write({SendOrder::Kind::News}, "news");
    outbox.write(SendOrder::ofCall("a"), "call");
    outbox.write({SendOrder::Kind::Last}, "last");
    outbox.endTurn();
    QCOMPARE(sink.frames.back(), QByteArray("call"));
    for (quint64 frames = 1; !outbox.isEmpty(); ++frames)
        QVERIFY(outbox.acknowledge(frames));
    const size_t count = sink.frames.size();
    QCOMPARE(sink.frames[count - 3], QByteArray("answer"));
    QCOMPARE(sink.frames[count - 2], QByteArray("news"));
    QCOMPARE(sink.frames[count - 1], QByteArray("last"));
}

void TestOutbox::theOldestEventsAreDropped_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("small") << qsizetype(1000);
    QTest::newRow("large") << 2 * Outbox::chunkSize;
}

void TestOutbox::theOldestEventsAreDropped()
{
    QFETCH(qsizetype, size);
    FakeSink sink;
    Outbox outbox(sink, budget);
    QList<quint64> dropped;
    outbox.whenDropped = [&](quint64 source) { dropped.append(source); };
    sink.result = FrameSink::Result::Full;
    outbox.write({SendOrder::Kind::Answer}, "answer");
    const auto count = quint64(3 * budget / size);
    for (quint64 source = 1; source <= count; ++source)
        outbox.writeEvent(source, "", QByteArray(size, char(source)));
    QVERIFY(outbox.isOverBudget() && outbox.takesNews());
    QVERIFY(outbox.waitingBytes() <= budget + 1000);
    QVERIFY(quint64(dropped.size()) > count / 2);
    for (qsizetype i = 0; i < dropped.size(); ++i)
        QCOMPARE(dropped[i], quint64(i) + 1);
    sink.result = FrameSink::Result::Sent;
    outbox.writable();
    for (quint64 frames = 1; !outbox.isEmpty(); ++frames)
        QVERIFY(outbox.acknowledge(frames));
    QVERIFY(!outbox.isOverBudget());
    QVERIFY(sink.frames.front().startsWith("answer")); // is never dropped
    QVERIFY(sink.frames.back().endsWith(QByteArray(1000, char(count))));
}

QTEST_APPLESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
