// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/pulse.h"

#include "session/fakes.h"
#include "session/ranges.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// When a peer counts as silent and as lost, and how far away it is.
class TestPulse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSilentPeerIsPingedAndThenLost();
    void anythingThatComesCounts();
    void anEndThatWasHeldUpBlamesNobody();
    void roundTripsAreMeasured();
    void settingsAreBroughtIntoRange();
    void theServersHeartbeatHolds_data();
    void theServersHeartbeatHolds();
    void sessionsPingAndTell();
};

namespace {

constexpr TimePoint start{1000s};

Pulse pulseOf(milliseconds interval, milliseconds timeout)
{
    Pulse pulse;
    pulse.start({interval, timeout}, start);
    return pulse;
}

} // namespace

void TestPulse::aSilentPeerIsPingedAndThenLost()
{
    Pulse pulse = pulseOf(5s, 15s);
    QVERIFY(!pulse.beat(start + 5s).isSilent); // the session has just begun
    const Pulse::Beat second = pulse.beat(start + 10s);
    QVERIFY(second.isSilent && !second.isLost);
    QVERIFY(pulse.beat(start + 15s).isLost);
    QVERIFY(pulse.isLost());
    QVERIFY(!pulse.beat(start + 20s).isLost); // that is told once
    QVERIFY(pulse.heard(start + 21s));
    QVERIFY(!pulse.isLost() && !pulse.heard(start + 22s));
}

void TestPulse::anythingThatComesCounts()
{
    Pulse pulse = pulseOf(5s, 15s);
    for (TimePoint now = start + 5s; now < start + 100s; now += 5s) {
        QVERIFY(!pulse.heard(now - 1s));
        const Pulse::Beat beat = pulse.beat(now);
        QVERIFY(!beat.isSilent && !beat.isLost);
    }
}

void TestPulse::anEndThatWasHeldUpBlamesNobody()
{
    Pulse pulse = pulseOf(5s, 15s);
    (void)pulse.beat(start + 5s);
    const Pulse::Beat late = pulse.beat(start + 60s); // what came meanwhile was not read yet
    QVERIFY(late.isSilent && !late.isLost);
    (void)pulse.beat(start + 65s);
    QVERIFY(!pulse.beat(start + 70s).isLost);
    QVERIFY(pulse.beat(start + 75s).isLost);
}

void TestPulse::roundTripsAreMeasured()
{
    Pulse pulse = pulseOf(5s, 15s);
    pulse.noteAnswer(1ms); // says nothing yet
    QVERIFY(!pulse.roundTrip());
    pulse.answered(0, start);
    QVERIFY(!pulse.roundTrip());
    const quint64 first = pulse.pinged(start);
    pulse.answered(first + 1, start + 1ms);
    QVERIFY(!pulse.roundTrip());
    pulse.answered(first, start + 8ms);
    QVERIFY(*pulse.roundTrip() == 8ms);
    pulse.answered(pulse.pinged(start), start + 12ms);
    QVERIFY(*pulse.roundTrip() == 9ms);
    pulse.noteAnswer(500ms);
    QVERIFY(*pulse.roundTrip() == 9ms);
    pulse.noteAnswer(2ms);
    QVERIFY(*pulse.roundTrip() == 2ms);
}

void TestPulse::settingsAreBroughtIntoRange()
{
    QVERIFY(inRange(Heartbeat{0ms, 15s}).interval == 0ms);
    QVERIFY(inRange(Heartbeat{-1s, 15s}).interval == 0ms);
    QVERIFY(inRange(Heartbeat{1ms, 1s}).interval == 100ms);
    QVERIFY(inRange(Heartbeat{24h, 24h}).interval == 1h);
    QVERIFY(inRange(Heartbeat{5s, 1s}).timeout == 10s);
    QCOMPARE(inRange(Limits{.maxPayload = qsizetype(1) << 40}).maxPayload, qsizetype(1) << 30);
    QCOMPARE(inRange(Limits{.callsInFlight = 0}).callsInFlight, 1);
    QCOMPARE(inRange(Limits{.callBytes = 0}).callBytes, 64 * 1024);
}

void TestPulse::theServersHeartbeatHolds_data()
{
    QTest::addColumn<int>("server");
    QTest::addColumn<int>("client");
    QTest::addColumn<int>("agreed");
    QTest::newRow("the server's") << 2000 << 7000 << 2000;
    QTest::newRow("out of range") << 1 << 7000 << 100;
    QTest::newRow("off at the server") << 0 << 7000 << 0;
    QTest::newRow("off at the client") << 2000 << 0 << 0;
}

void TestPulse::theServersHeartbeatHolds()
{
    QFETCH(int, server);
    QFETCH(int, client);
    QFETCH(int, agreed);
    Conversation talk({.heartbeat = {milliseconds(client), 20s}}, {.heartbeat = {milliseconds(server), 10s}});
    talk.establish();
    for (const Side *side : {&talk.client, &talk.server}) {
        QCOMPARE(side->session->heartbeat().interval.count(), agreed);
        QCOMPARE(side->session->heartbeat().timeout.count(), agreed ? 10000 : 0);
    }
}

void TestPulse::sessionsPingAndTell()
{
    Conversation talk;
    talk.client.owner.now = talk.client.now = start;
    talk.establish();
    Side &client = talk.client;
    client.session->beat();
    QVERIFY(!client.session->pulse().roundTrip());
    client.now = start + 3ms;
    talk.deliver();
    QVERIFY(*client.session->pulse().roundTrip() == 3ms);
    const auto beatAt = [&](TimePoint now) {
        client.owner.now = client.now = now;
        client.session->beat();
        client.session->endTurn();
    };
    for (int second = 5; second <= 25; second += 5)
        beatAt(start + std::chrono::seconds(second));
    QCOMPARE(client.owner.heartbeatsLost, 1);
    QVERIFY(!client.sink.frames.empty());
    talk.deliver(); // the pings are answered
    QCOMPARE(client.owner.heartbeatsRestored, 1);
    QCOMPARE(client.session->state(), Session::State::Established);
}

QTEST_APPLESS_MAIN(TestPulse)
#include "tst_pulse.moc"
