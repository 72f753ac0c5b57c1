// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/fakes.h"
#include "session/frames.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHandshakeEstablishesBothEnds();
    void namesAreBelievedOnlyWhereTrusted();
    void equalRolesRefuseEachOther();
    void callsAreAnsweredBothWays();
    void oneWayCallsArrive();
    void failuresKeepTheirParts();
    void aCanceledCallIsTold();
    void anOverdueCallEndsAndIsTold();
    void deadlinesAreToldWhenTheyComeFirst();
    void whatIsTooLargeIsNotSent();
    void aLargeCallTravelsInParts();
    void aLostSessionEndsItsCalls();
    void aCallThatWasNotHandedOverWasNeverSent();
    void aFailureOfNothingIsAFailure();
    void theReasonOfAGoodbyeIsTold();
    void anEndWithoutHandlerExposesNothing();
    void recordsKeepTheirOrderInNestedLoops();
    void aTurnEndsInTheMiddleOfAFrame();
};

void TestSession::theHandshakeEstablishesBothEnds()
{
    Conversation talk;
    talk.establish();
    QCOMPARE(talk.client.session->state(), Session::State::Established);
    QCOMPARE(talk.server.session->state(), Session::State::Established);
    QCOMPARE(talk.client.owner.established, 1);
    QCOMPARE(talk.server.owner.established, 1);
    QCOMPARE(talk.client.session->id(), QByteArray(16, 's'));
    QVERIFY(answersCalls(talk));
}

void TestSession::namesAreBelievedOnlyWhereTrusted()
{
    Conversation careful({.user = "ann"});
    careful.establish();
    QCOMPARE(careful.server.session->peerUser(), QByteArray());
    Conversation trusting({.user = "ann"}, {.trustPeerName = true});
    trusting.establish();
    QCOMPARE(trusting.server.session->peerUser(), QByteArray("ann"));
}

void TestSession::equalRolesRefuseEachOther()
{
    Conversation talk({.role = PeerRole::Server});
    talk.establish();
    QCOMPARE(talk.client.owner.ended.size(), 1);
    QCOMPARE(talk.client.owner.ended[0].code(), ErrorCode::Refused);
    QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::Refused);
    QCOMPARE(talk.server.owner.established, 0);
}

void TestSession::callsAreAnsweredBothWays()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> there = talk.client.call("there", "\x91\x01", 5s);
    const std::shared_ptr<Outcome> back = talk.server.call("back");
    talk.deliver();
    QCOMPARE(talk.server.handler.calls.size(), 1);
    QCOMPARE(talk.server.handler.calls[0].name, QByteArray("there"));
    QCOMPARE(talk.server.handler.calls[0].payload, QByteArray("\x91\x01"));
    QCOMPARE(talk.server.handler.calls[0].timeout, 5s);
    QCOMPARE(talk.client.handler.calls[0].name, QByteArray("back"));
    talk.server.session->reply(talk.server.handler.calls[0].id, "\x07");
    talk.client.session->reply(talk.client.handler.calls[0].id, "\x08");
    talk.deliver();
    QCOMPARE(there->result, QByteArray("\x07"));
    QCOMPARE(back->result, QByteArray("\x08"));
    QCOMPARE(there->ends + back->ends, 2);
    QCOMPARE(talk.client.session->pendingCount(), 0);
}

void TestSession::oneWayCallsArrive()
{
    Conversation talk;
    talk.establish();
    QVERIFY(talk.client.session->notify("log", "\x91\xa2hi"));
    talk.deliver();
    QCOMPARE(talk.server.handler.notifies.size(), 1);
    QCOMPARE(talk.server.handler.notifies[0].payload, QByteArray("\x91\xa2hi"));
}

void TestSession::failuresKeepTheirParts()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.deliver();
    talk.server.session->fail(1, Error(QStringLiteral("Class"), QStringLiteral("text"), QVariant(5)));
    talk.deliver();
    QCOMPARE(outcome->error.code(), ErrorCode::RemoteException);
    QCOMPARE(outcome->error.className(), QStringLiteral("Class"));
    QCOMPARE(outcome->error.message(), QStringLiteral("text"));
    QCOMPARE(outcome->error.details().toInt(), 5);
}

void TestSession::aCanceledCallIsTold()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.client.session->cancel(talk.client.lastId);
    talk.client.session->cancel(talk.client.lastId);
    QVERIFY(outcome->isCanceled);
    talk.deliver();
    QCOMPARE(talk.server.handler.cancels, QList<quint64>{talk.client.lastId});
    talk.server.session->reply(talk.client.lastId, "\x01");
    talk.deliver();
    QCOMPARE(outcome->ends, 1);
}

void TestSession::anOverdueCallEndsAndIsTold()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> quick = talk.client.call("quick", "\x90", 10ms);
    const std::shared_ptr<Outcome> slow = talk.client.call("slow", "\x90", 20ms);
    talk.client.session->expire(talk.client.now + 9ms);
    QCOMPARE(quick->ends, 0);
    talk.client.session->expire(talk.client.now + 10ms);
    QCOMPARE(quick->error.code(), ErrorCode::TimedOut);
    QCOMPARE(slow->ends, 0);
    QCOMPARE(talk.client.session->nextDeadline(), talk.client.now + 20ms);
    talk.deliver();
    QCOMPARE(talk.server.handler.cancels.size(), 1);
    QVERIFY(answersCalls(talk));
}

void TestSession::deadlinesAreToldWhenTheyComeFirst()
{
    Conversation talk;
    talk.establish();
    (void)talk.client.call("a", "\x90", 30ms);
    (void)talk.client.call("b", "\x90", 40ms);
    (void)talk.client.call("c", "\x90", 20ms);
    const QList<TimePoint> expected{talk.client.now + 30ms, talk.client.now + 20ms};
    QCOMPARE(talk.client.owner.deadlines, expected);
}

void TestSession::whatIsTooLargeIsNotSent()
{
    Conversation talk({.limits = {.maxPayload = 50}}, {.limits = {.maxPayload = 100}});
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f", QByteArray(101, '\x01'));
    QCOMPARE(outcome->error.code(), ErrorCode::TooLarge);
    QCOMPARE(talk.client.lastId, 0u);
    QVERIFY(!talk.client.session->notify("f", QByteArray(101, '\x01')));
    const std::shared_ptr<Outcome> large = talk.client.call("f", QByteArray(100, '\x01'));
    talk.deliver();
    QCOMPARE(talk.server.handler.calls.size(), 1);
    talk.server.session->reply(talk.server.handler.calls[0].id, QByteArray(51, '\x01'));
    talk.deliver();
    QCOMPARE(large->error.code(), ErrorCode::TooLarge);
    QVERIFY(answersCalls(talk));
}

void TestSession::aLargeCallTravelsInParts()
{
    Conversation talk;
    talk.establish();
    const QByteArray payload(3'000'000, 'x');
    const std::shared_ptr<Outcome> outcome = talk.client.call("f", payload);
    talk.client.session->endTurn();
    // The rest waits until the server has worked these off.
    QCOMPARE(qsizetype(talk.client.sink.frames.size()), SendWindow::partsLimit / Outbox::chunkSize - 1);
    for (const QByteArray &frame : talk.client.sink.frames)
        QVERIFY(frame.size() <= 512 * 1024);
    talk.deliver();
    QCOMPARE(talk.server.handler.calls.size(), 1);
    QVERIFY(talk.server.handler.calls[0].payload == payload);
}

void TestSession::aLostSessionEndsItsCalls()
{
    Conversation talk;
    talk.establish();
    QList<std::shared_ptr<Outcome>> outcomes;
    for (int i = 0; i < 100; ++i)
        outcomes.append(talk.client.call("f"));
    talk.deliver();
    talk.client.session->lose(Error(ErrorCode::ConnectionLost, QStringLiteral("gone")));
    talk.client.session->lose(Error(ErrorCode::ConnectionLost));
    for (const std::shared_ptr<Outcome> &outcome : outcomes) {
        QCOMPARE(outcome->ends, 1);
        QCOMPARE(outcome->error.code(), ErrorCode::OutcomeUnknown);
        QVERIFY(outcome->error.message().endsWith(u"gone"));
    }
    QCOMPARE(talk.client.owner.ending, 1);
    QCOMPARE(talk.client.owner.ended.size(), 1);
}

void TestSession::aCallThatWasNotHandedOverWasNeverSent()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> sent = talk.client.call("sent");
    talk.client.session->endTurn();
    talk.client.sink.result = FrameSink::Result::Full;
    const std::shared_ptr<Outcome> kept = talk.client.call("kept");
    talk.client.session->endTurn();
    talk.client.session->lose(Error(ErrorCode::ConnectionLost));
    QCOMPARE(sent->error.code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(kept->error.code(), ErrorCode::NeverSent);
    QVERIFY(kept->error.isSafeToRetry() && !sent->error.isSafeToRetry());
}

void TestSession::aFailureOfNothingIsAFailure()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.client.call("f");
    talk.client.receive(frameOf(Failure{talk.client.lastId, ErrorCode::None, {}, "nothing went wrong", {}}));
    QCOMPARE(outcome->error.code(), ErrorCode::ProtocolError);
    QCOMPARE(outcome->error.message(), QStringLiteral("nothing went wrong"));
}

void TestSession::theReasonOfAGoodbyeIsTold()
{
    for (const auto &[code, told] : {std::pair{ErrorCode::TooSlow, ErrorCode::TooSlow},
                                     std::pair{ErrorCode::Closed, ErrorCode::PeerClosed}}) {
        Conversation talk;
        talk.establish();
        talk.server.session->close(Error(code, QStringLiteral("why")));
        talk.deliver();
        QCOMPARE(talk.client.owner.ended.size(), 1);
        QCOMPARE(talk.client.owner.ended[0].code(), told);
        QCOMPARE(talk.client.owner.ended[0].message(), QStringLiteral("why"));
    }
}

void TestSession::anEndWithoutHandlerExposesNothing()
{
    Conversation talk;
    talk.client.session->setHandlers({});
    talk.establish();
    const std::shared_ptr<Outcome> outcome = talk.server.call("f");
    QVERIFY(talk.server.session->notify("f", "\x90"));
    talk.deliver();
    QCOMPARE(outcome->error.code(), ErrorCode::UnknownName);
    QVERIFY(answersCalls(talk));
}

// A handler runs an event loop, in which the next frame comes: what its own frame still holds is older.
void TestSession::recordsKeepTheirOrderInNestedLoops()
{
    Conversation talk;
    talk.establish();
    FakeHandler &handler = talk.server.handler;
    handler.onNotify = [&] {
        handler.onNotify = nullptr;
        talk.server.receive(frameOf(Notify{"third", "\x90"}));
    };
    talk.server.receive(QByteArray(frameOf(Notify{"first", "\x90"}) + frameOf(Notify{"second", "\x90"})));
    QCOMPARE(handler.notifies.size(), 3);
    QCOMPARE(handler.notifies[0].name, QByteArray("first"));
    QCOMPARE(handler.notifies[1].name, QByteArray("second"));
    QCOMPARE(handler.notifies[2].name, QByteArray("third"));
    QVERIFY(talk.server.owner.resumesOwed > 0);
}

void TestSession::aTurnEndsInTheMiddleOfAFrame()
{
    Conversation talk;
    talk.establish();
    FakeHandler &handler = talk.server.handler;
    FakeOwner &owner = talk.server.owner;
    handler.onNotify = [&] { owner.now += 3ms; };
    QByteArray frame;
    for (int i = 0; i < 5; ++i)
        frame += frameOf(Notify{"slow", "\x90"});
    talk.server.session->receive(frame, {owner.now, {}, owner.now + 4ms});
    QCOMPARE(handler.notifies.size(), 2);
    QVERIFY(talk.server.session->hasUnread());
    QVERIFY(owner.resumesOwed > 0);
    talk.server.session->resume(owner.now + 4ms);
    QCOMPARE(handler.notifies.size(), 4);
    talk.server.session->resume(owner.now + 4ms);
    QCOMPARE(handler.notifies.size(), 5);
    QVERIFY(!talk.server.session->hasUnread());
}

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
