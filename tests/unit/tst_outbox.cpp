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
    void framesWaitForAFullPeerInOrder();
    void aPeerThatIsGoneCostsNothing();
    void itKnowsWhatWasHandedOver();
};

void TestOutbox::theFirstRecordOfATurnLeavesAtOnce()
{
    FakeSink sink;
    Outbox outbox(sink);
    QCOMPARE(outbox.write("head", "payload"), 1u);
    QCOMPARE(sink.frames.size(), 1u);
    QCOMPARE(sink.frames[0], QByteArray("headpayload"));
    QVERIFY(outbox.owesTurn());
    outbox.endTurn();
    QVERIFY(!outbox.owesTurn());
    QCOMPARE(sink.frames.size(), 1u);
    outbox.write("next");
    QCOMPARE(sink.frames.size(), 2u);
}

void TestOutbox::theRestOfATurnLeavesTogether()
{
    FakeSink sink;
    Outbox outbox(sink);
    for (const char *record : {"a", "b", "c", "d"})
        outbox.write(record);
    QCOMPARE(sink.frames.size(), 1u);
    outbox.endTurn();
    QCOMPARE(sink.frames.size(), 2u);
    QCOMPARE(sink.frames[1], QByteArray("bcd"));
}

void TestOutbox::joinedRecordsFillOneFrameAtMost()
{
    FakeSink sink;
    Outbox outbox(sink);
    QByteArray all;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray record(999, char('a' + i % 26));
        outbox.write(record);
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
    Outbox outbox(sink);
    outbox.write("first");
    outbox.write("joined");
    const QByteArray large(Outbox::joinedSize + 1, 'x');
    outbox.write("head", large);
    outbox.write("last");
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
    Outbox outbox(sink);
    outbox.write(head, payload);
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

void TestOutbox::framesWaitForAFullPeerInOrder()
{
    FakeSink sink;
    Outbox outbox(sink);
    sink.result = FrameSink::Result::Full;
    outbox.write("one");
    outbox.endTurn();
    sink.result = FrameSink::Result::Sent;
    outbox.write("two"); // must not overtake
    outbox.endTurn();
    QVERIFY(sink.frames.empty());
    QCOMPARE(outbox.waitingBytes(), 6);
    QCOMPARE(outbox.handedOver(), 0u);
    outbox.writable();
    QCOMPARE(sink.frames.size(), 2u);
    QCOMPARE(sink.frames[0], QByteArray("one"));
    QCOMPARE(sink.frames[1], QByteArray("two"));
    QCOMPARE(outbox.waitingBytes(), 0);
    QCOMPARE(outbox.handedOver(), 2u);
}

void TestOutbox::aPeerThatIsGoneCostsNothing()
{
    FakeSink sink;
    Outbox outbox(sink);
    sink.result = FrameSink::Result::Full;
    outbox.write("one");
    outbox.endTurn();
    sink.result = FrameSink::Result::Gone;
    outbox.writable();
    QVERIFY(outbox.isGone());
    QCOMPARE(outbox.waitingBytes(), 0);
    outbox.write(QByteArray(1000, 'x'));
    outbox.endTurn();
    QCOMPARE(outbox.waitingBytes(), 0);
    QCOMPARE(outbox.handedOver(), 0u);
}

void TestOutbox::itKnowsWhatWasHandedOver()
{
    FakeSink sink;
    Outbox outbox(sink);
    QCOMPARE(outbox.write("one"), 1u);
    QCOMPARE(outbox.write("two"), 2u);
    QCOMPARE(outbox.handedOver(), 1u); // the second is joined
    outbox.endTurn();
    QCOMPARE(outbox.handedOver(), 2u);

    // A sink that takes one part of a large record.
    struct OnePart : FakeSink
    {
        Result sendFrame(QByteArrayView head, QByteArrayView payload) override
        {
            result = frames.empty() ? Result::Sent : Result::Full;
            return FakeSink::sendFrame(head, payload);
        }
    } partly;
    Outbox other(partly);
    other.write("head", QByteArray(3 * Outbox::chunkSize, 'x'));
    QCOMPARE(other.handedOver(), 0u);
    QVERIFY(other.isPartlyHandedOver(1));
}

QTEST_APPLESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
