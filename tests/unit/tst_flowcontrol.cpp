// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/fakes.h"
#include "session/frames.h"

#include "wire/native.h"

#include <QtTest/qtest.h>

using namespace heliograph;

/// What a session sends to a peer that does not read, and what it takes from one that does not stop.
class TestFlowControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesAreAcknowledged();
    void aBusyEndAcknowledgesOneWayCallsLater();
    void whatIsNoCallPassesOneWayCallsThatWait();
    void aPeerThatSendsWithoutEndIsRefused_data();
    void aPeerThatSendsWithoutEndIsRefused();
    void aPeerThatAcknowledgesTooMuchIsMalformed();
    void canceledCallsThatWaitAreNeverSent();
    void answersThatPileUpAreTold();
    void refusalsThatNobodyReadsEndTheSession_data();
    void refusalsThatNobodyReadsEndTheSession();
    void refusalsThatAreReadEndNothing();
    void whatBecomesOfSubscriptionsIsNoRefusal();
    void largeOneWayCallsFollowSmallOnes();
    void aPeerMayWaitForNoMoreOneWayCallsThanFit();
    void aGoodbyePassesWhatWaits();
};

namespace {

// Has \a side send so many one-way calls, each in a frame of its own.
void sendFrames(Side &side, quint64 count)
{
    for (quint64 i = 0; i < count; ++i) {
        QVERIFY(side.session->notify("n", "\x90"));
        side.session->endTurn();
    }
}

} // namespace

void TestFlowControl::framesAreAcknowledged()
{
    Conversation talk;
    talk.establish();
    sendFrames(talk.client, 10 * SendWindow::frameLimit);
    QCOMPARE(talk.client.sink.frames.size(), SendWindow::frameLimit - 1); // and HELLO
    talk.deliver();
    QCOMPARE(talk.server.handler.notifies.size(), qsizetype(10 * SendWindow::frameLimit));
    QVERIFY(talk.client.session->hasSentAll());
}

void TestFlowControl::aBusyEndAcknowledgesOneWayCallsLater()
{
    Conversation talk;
    talk.establish();
    talk.server.handler.room = false;
    const QByteArray payload(10'000, 'x');
    for (int i = 0; i < 1000; ++i)
        QVERIFY(talk.client.session->notify("n", payload));
    const std::shared_ptr<Outcome> behind = talk.client.call("behind");
    talk.deliver();
    const qsizetype taken = talk.server.handler.notifies.size();
    QCOMPARE(taken, qsizetype(OutgoingCalls::oneWayLimit / (64 + 1 + 10'000)));
    QVERIFY(!talk.client.session->hasSentAll());
    QVERIFY(talk.server.handler.calls.isEmpty()); // calls keep their order
    talk.server.handler.room = true;
    talk.server.session->acknowledge();
    talk.deliver();
    QCOMPARE(talk.server.handler.notifies.size(), 1000);
    QCOMPARE(talk.server.handler.calls.size(), 1);
    QVERIFY(talk.client.session->hasSentAll());
}

void TestFlowControl::whatIsNoCallPassesOneWayCallsThatWait()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> first = talk.client.call("f");
    const quint64 firstId = talk.client.lastId;
    const std::shared_ptr<Outcome> asked = talk.server.call("g");
    const std::shared_ptr<Outcome> large = talk.server.call("h");
    talk.deliver();
    talk.server.handler.room = false;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(talk.client.session->notify("n", QByteArray(10'000, 'x')));
    const std::shared_ptr<Outcome> waiting = talk.client.call("never");
    talk.client.session->cancel(talk.client.lastId);
    talk.client.session->reply(talk.client.handler.calls[0].id, "\x2a");
    talk.client.session->reply(talk.client.handler.calls[1].id, QByteArray(10'000'000, 'y'));
    talk.client.session->cancel(firstId);
    talk.deliver();
    QCOMPARE(asked->result, QByteArray("\x2a"));
    QCOMPARE(large->result.size(), 10'000'000);
    QCOMPARE(talk.server.handler.cancels, QList<quint64>{firstId}); // of the other one it never hears
    QVERIFY(first->isCanceled && waiting->isCanceled);
    talk.client.session->lose(Error(ErrorCode::ConnectionLost));
}

void TestFlowControl::aPeerThatSendsWithoutEndIsRefused_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("frames"); // that break the rules
    QTest::newRow("frames") << QByteArray("\x90") << int(2 * SendWindow::frameLimit + 1);
    QTest::newRow("one-way calls") << QByteArray(400'000, 'x') << 100;
}

void TestFlowControl::aPeerThatSendsWithoutEndIsRefused()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, frames);
    Conversation talk;
    talk.establish();
    talk.server.handler.room = false;
    const QByteArray two = frameOf(Notify{"n", payload}).repeated(2);
    for (int i = 0; i < frames; ++i)
        talk.server.session->receive(two, {talk.server.now, {}, TimePoint::min()}); // a short turn
    QCOMPARE(talk.server.session->state(), Session::State::Ended);
    QCOMPARE(talk.server.owner.ended.constLast().code(), ErrorCode::ProtocolError);
}

void TestFlowControl::aPeerThatAcknowledgesTooMuchIsMalformed()
{
    Conversation talk;
    talk.establish();
    for (quint64 frames : {100, 101, 102}) {
        QCOMPARE(talk.server.session->state(), Session::State::Established);
        Encoder ack;
        native::write(ack, Ack{frames, 0});
        talk.server.receive(ack.data());
    }
    QCOMPARE(talk.server.session->state(), Session::State::Ended);
}

void TestFlowControl::canceledCallsThatWaitAreNeverSent()
{
    Conversation talk;
    talk.establish();
    const QByteArray large(3'000'000, 'x');
    (void)talk.client.call("o.first", large);
    const std::shared_ptr<Outcome> second = talk.client.call("o.second", large);
    talk.client.session->cancel(talk.client.lastId);
    QVERIFY(second->isCanceled);
    const std::shared_ptr<Outcome> third = talk.client.call("o.third", large);
    talk.deliver();
    QCOMPARE(talk.server.handler.calls.size(), 2);
    QCOMPARE(talk.server.handler.calls[1].name, QByteArray("o.third"));
    QVERIFY(talk.server.handler.cancels.isEmpty());
}

void TestFlowControl::answersThatPileUpAreTold()
{
    Conversation talk;
    talk.establish();
    for (int i = 0; i < 3; ++i)
        (void)talk.client.call("f");
    talk.deliver();
    talk.server.sink.result = FrameSink::Result::Full;
    for (const FakeHandler::Asked &asked : talk.server.handler.calls)
        talk.server.session->reply(asked.id, QByteArray(4'000'000, '\x01'));
    QCOMPARE(talk.server.handler.slowPeers, 1);
    QCOMPARE(talk.server.owner.slowPeers, 1);
    QVERIFY(talk.server.session->isOverBudget() && !talk.server.session->takesNews());
    talk.server.sink.result = FrameSink::Result::Sent;
    talk.server.session->writable();
    talk.deliver();
    QVERIFY(talk.server.handler.reads > 0);
    QVERIFY(!talk.server.session->isOverBudget());
}

void TestFlowControl::refusalsThatNobodyReadsEndTheSession_data()
{
    const QByteArray name(200, 'n');
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("calls") << frameOf(Call{7, name, milliseconds(1000), "\x90"});
    QTest::newRow("malformed calls") << QByteArray::fromHex("950401a161ffc40190"); // a timeout of -1
    QTest::newRow("subscriptions") << frameOf(Subscribe{7, name});
    QTest::newRow("objects") << frameOf(Acquire{7, name});
}

void TestFlowControl::refusalsThatNobodyReadsEndTheSession()
{
    QFETCH(const QByteArray, frame);
    const Limits limits{.unreadBytes = 100'000};
    Conversation talk({}, {.limits = limits});
    talk.establish();
    talk.server.session->setHandlers({}); // exposes nothing
    talk.server.sink.result = FrameSink::Result::Full;
    int sent = 0;
    for (; sent < 10'000 && talk.server.session->state() == Session::State::Established; ++sent)
        talk.server.receive(frame);
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended.constFirst().code(), ErrorCode::TooSlow);
    QVERIFY(sent > 1000); // as many answers as that fit into what may wait, and into as much again
}

void TestFlowControl::refusalsThatAreReadEndNothing()
{
    Conversation talk({}, {.limits = {.unreadBytes = 100'000}});
    talk.establish();
    talk.server.session->setHandlers({});
    quint64 id = 0;
    for (int i = 0; i < 10; ++i) {
        talk.server.sink.result = FrameSink::Result::Full;
        for (int count = 0; count < 1500; ++count)
            talk.client.session->subscribe(++id, "f");
        talk.deliver();
        QVERIFY(!talk.server.session->takesNews());
        talk.server.sink.result = FrameSink::Result::Sent;
        talk.server.session->writable();
        talk.deliver();
        QCOMPARE(talk.server.session->state(), Session::State::Established);
    }
}

void TestFlowControl::whatBecomesOfSubscriptionsIsNoRefusal()
{
    Conversation talk({}, {.limits = {.unreadBytes = 100'000}});
    talk.establish();
    talk.server.sink.result = FrameSink::Result::Full;
    for (int i = 0; i < 10'000; ++i) { // as of objects that come and go while the peer does not read
        talk.server.session->sendStatus(7, ErrorCode::UnknownName, QByteArray(100, 'x'));
        talk.server.session->sendStatus(7, ErrorCode::None, "int");
    }
    talk.server.receive(frameOf(Ping{1})); // a record behind which a session may end
    QCOMPARE(talk.server.session->state(), Session::State::Established);
    QVERIFY(talk.server.session->isOverBudget()); // of which the owner decides what it means
}

void TestFlowControl::largeOneWayCallsFollowSmallOnes()
{
    constexpr qsizetype mib = 1024 * 1024;
    for (const qsizetype small : {qsizetype(1), mib / 5, mib / 4}) {
        for (const qsizetype large : {2 * mib - 100'000, 2 * mib, 3 * mib, 10 * mib}) {
            Conversation talk;
            talk.establish();
            QVERIFY(talk.client.session->notify("log", QByteArray(small, '\x90')));
            talk.deliver();
            QVERIFY(talk.client.session->notify("upload", QByteArray(large, '\x90')));
            const std::shared_ptr<Outcome> call = talk.client.call("f");
            talk.deliver();
            QCOMPARE(talk.server.handler.notifies.size(), 2);
            QCOMPARE(talk.server.handler.calls.size(), 1);
            QCOMPARE(talk.server.session->state(), Session::State::Established);
        }
    }
}

void TestFlowControl::aPeerMayWaitForNoMoreOneWayCallsThanFit()
{
    Conversation talk({.limits = {.unreadBytes = 100'000}});
    talk.establish();
    talk.server.handler.room = false;
    while (!talk.client.session->holdsTooMany())
        QVERIFY(talk.client.session->notify("f", QByteArray(10'000, '\x90')));
    talk.deliver();
    QVERIFY(talk.client.session->holdsTooMany());
    QVERIFY(talk.client.session->isOverBudget());
    const int returned = talk.client.owner.creditsReturned;
    talk.server.handler.room = true;
    talk.server.session->acknowledge();
    talk.deliver();
    QVERIFY(!talk.client.session->holdsTooMany());
    QVERIFY(talk.client.owner.creditsReturned > returned); // more may be made
}

void TestFlowControl::aGoodbyePassesWhatWaits()
{
    Conversation talk;
    talk.establish();
    const std::shared_ptr<Outcome> sent = talk.client.call("f");
    sendFrames(talk.client, SendWindow::frameLimit);
    const std::shared_ptr<Outcome> waiting = talk.client.call("f");
    (void)talk.client.call("f", QByteArray(1'000'000, 'x'));
    talk.client.session->close(Error(ErrorCode::Closed, QStringLiteral("enough")));
    QCOMPARE(sent->error.code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(waiting->error.code(), ErrorCode::NeverSent);
    talk.deliver();
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended[0].code(), ErrorCode::PeerClosed);
    QCOMPARE(talk.server.handler.calls.size(), 1);
}

QTEST_APPLESS_MAIN(TestFlowControl)
#include "tst_flowcontrol.moc"
