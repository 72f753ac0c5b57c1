// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/fakes.h"
#include "session/frames.h"

#include <QtTest/qtest.h>

// What a session makes of a peer that breaks the protocol: each time, a good call behind it still works, or the
// session ends with a reason.

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// A CALL that is malformed without an id to answer.
const QByteArray malformedRecord = QByteArray::fromHex("9104");

} // namespace

class TestBrokenPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingMayComeBeforeHello();
    void helloMayNotComeTwice();
    void anAnswerNobodyWaitsForIsIgnored();
    void theThirdMalformedRecordEndsTheSession();
    void oneBadFrameHarmsNothing_data();
    void oneBadFrameHarmsNothing();
    void aMalformedCallIsAnswered();
    void badChunksAreMalformed();
    void nothingIsHeardAfterGoodbye();
    void anUnknownVersionIsRefused();
};

void TestBrokenPeer::nothingMayComeBeforeHello()
{
    for (const QByteArray &early :
         {frameOf(Call{1, "f", 1s, "\x90"}), frameOf(Notify{"f", "\x90"}), frameOf(Reply{1, "\x01"}),
          frameOf(Welcome{.session = QByteArray(16, 'x'), .instance = QByteArray(16, 'x')}),
          QByteArray("\xc1"), QByteArray("GET / HTTP/1.1\r\n\r\n")}) {
        Conversation talk;
        talk.server.receive(early);
        QVERIFY2(talk.server.owner.ended.size() == 1, early.toHex(' ').constData());
        QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::ProtocolError);
        QVERIFY(talk.server.handler.calls.isEmpty() && talk.server.handler.notifies.isEmpty());
    }
}

void TestBrokenPeer::helloMayNotComeTwice()
{
    Conversation talk;
    talk.establish();
    talk.server.receive(frameOf(Hello{.user = "other"}));
    QCOMPARE(talk.server.owner.established, 1);
    QVERIFY(answersCalls(talk));
}

void TestBrokenPeer::anAnswerNobodyWaitsForIsIgnored()
{
    Conversation talk;
    talk.establish();
    talk.client.receive(frameOf(Reply{77, "\x01"}));
    talk.client.receive(frameOf(Failure{78, ErrorCode::Busy, {}, {}, {}}));
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.deliver();
    for (int i = 0; i < 3; ++i)
        talk.client.receive(frameOf(Reply{talk.client.lastId, "\x01"}));
    QCOMPARE(outcome->ends, 1);
    QVERIFY(answersCalls(talk));
}

void TestBrokenPeer::theThirdMalformedRecordEndsTheSession()
{
    Conversation talk;
    talk.establish();
    talk.server.receive(malformedRecord);
    QVERIFY(answersCalls(talk));
    talk.server.receive("\xc1");
    QVERIFY(answersCalls(talk));
    talk.server.receive(malformedRecord);
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::ProtocolError);
    talk.deliver();
    QCOMPARE(talk.client.owner.ended.size(), 1);
    QCOMPARE(talk.client.owner.ended[0].code(), ErrorCode::PeerClosed);
}

void TestBrokenPeer::oneBadFrameHarmsNothing_data()
{
    const auto hex = [](const char *text) { return QByteArray::fromHex(text); };
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("an empty frame") << QByteArray();
    QTest::newRow("an unknown kind") << hex("92 cd 03 e8 c0");
    QTest::newRow("kind 0") << hex("92 00 c0");
    QTest::newRow("a call id of 0") << hex("95 04 00 a1 61 01 c4 01 90");
    QTest::newRow("a name of 256 bytes")
        << QByteArray(hex("95 04 09 d9 ff") + QByteArray(256, 'n') + hex("01 c4 01 90"));
    QTest::newRow("a name of 1 MiB") << QByteArray(hex("95 04 09 db 00 10 00 00") + QByteArray(1 << 20, 'n')
                                                   + hex("01 c4 01 90"));
    QTest::newRow("a name that is no UTF-8") << hex("95 04 09 a2 ff fe 01 c4 01 90");
    QTest::newRow("an answer to id 0") << hex("93 06 00 c4 01 c0");
    QTest::newRow("WELCOME from the client") << frameOf(
        Welcome{.role = PeerRole::Client, .session = QByteArray(16, 'x'), .instance = QByteArray(16, 'x')});
    QTest::newRow("CANCEL of a call that never was") << frameOf(Cancel{12345});
    QTest::newRow("PONG that nobody asked for") << frameOf(Pong{1});
    QTest::newRow("a million open arrays") << QByteArray(1'000'000, char(0x91));
}

void TestBrokenPeer::oneBadFrameHarmsNothing()
{
    QFETCH(const QByteArray, frame);
    Conversation talk;
    talk.establish();
    talk.server.receive(frame);
    QCOMPARE(talk.server.owner.ended.size(), 0);
    QVERIFY(talk.server.handler.calls.isEmpty());
    QVERIFY(answersCalls(talk));
}

void TestBrokenPeer::aMalformedCallIsAnswered()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.client.sink.frames.clear();
    talk.server.receive(QByteArray::fromHex("950401a161ffc40190")); // id 1, a timeout of -1
    talk.deliver();
    QCOMPARE(outcome->error.code(), ErrorCode::ProtocolError);
    QVERIFY(outcome->error.message().contains(u"timeout"));
    QVERIFY(answersCalls(talk));
}

void TestBrokenPeer::badChunksAreMalformed()
{
    const auto chunk = [](quint32 transfer, quint64 offset, quint64 total, QByteArrayView bytes) {
        return frameOf(Chunk{transfer, offset, total, bytes});
    };
    Conversation talk;
    talk.establish();
    talk.server.receive(chunk(1, 5, 10, "12345")); // does not begin at 0
    QVERIFY(answersCalls(talk));
    const QByteArray inner = chunk(3, 0, 1, "1");
    talk.server.receive(chunk(2, 0, quint64(inner.size()), inner)); // a chunk in a chunk
    QVERIFY(answersCalls(talk));
    talk.server.receive(chunk(4, 0, quint64(1) << 60, "12345"));
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::ProtocolError);
}

void TestBrokenPeer::nothingIsHeardAfterGoodbye()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.deliver();
    talk.server.session->close(Error(ErrorCode::Closed, QStringLiteral("closing")));
    talk.server.session->close(Error(ErrorCode::Closed));
    talk.server.session->reply(1, "\x01");
    talk.deliver();
    QCOMPARE(talk.client.owner.ended.size(), 1);
    QCOMPARE(talk.client.owner.ended[0].code(), ErrorCode::PeerClosed);
    QCOMPARE(talk.client.owner.ended[0].message(), QStringLiteral("closing"));
    QCOMPARE(outcome->error.code(), ErrorCode::OutcomeUnknown);
    const qsizetype heard = talk.server.handler.calls.size();
    talk.server.receive(frameOf(Call{9, "late", 1s, "\x90"}));
    QCOMPARE(talk.server.handler.calls.size(), heard);
    QCOMPARE(talk.server.owner.ended.size(), 1);
}

void TestBrokenPeer::anUnknownVersionIsRefused()
{
    Conversation talk;
    talk.server.receive(frameOf(Hello{.version = 99, .oldestVersion = 98}));
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::VersionMismatch);
    talk.client.session->greet();
    talk.client.receive(talk.server.sink.frames.front()); // its goodbye
    QCOMPARE(talk.client.owner.ended[0].code(), ErrorCode::VersionMismatch);
    QVERIFY(talk.client.owner.ended[0].message().contains(u"98 to 99"));
}

QTEST_APPLESS_MAIN(TestBrokenPeer)
#include "tst_brokenpeer.moc"
