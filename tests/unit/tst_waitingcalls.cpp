// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/waitingcalls.h"

#include "session/fakes.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

class TestWaitingCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsWaitInOrder();
    void aTakenCallKeepsNothing();
    void callsExpire();
};

namespace {

const TimePoint start = TimePoint() + 1h;

std::unique_ptr<PendingCall> someCall()
{
    return std::make_unique<FakeCall>(std::make_shared<Outcome>());
}

} // namespace

void TestWaitingCalls::callsWaitInOrder()
{
    WaitingCalls calls;
    QVERIFY(calls.isEmpty());
    calls.add("first", "\x91\x01", someCall(), 5s, start);
    calls.add("one way", "\x90", nullptr, 1s, start);
    calls.add("last", "\x90", someCall(), 3s, start);
    QCOMPARE(calls.nextDeadline(), start + 1s);
    const std::vector<WaitingCalls::Waiting> all = calls.takeAll();
    QCOMPARE(all.size(), 3u);
    QCOMPARE(all[0].name, QByteArray("first"));
    QCOMPARE(all[0].arguments, QByteArray("\x91\x01"));
    QCOMPARE(all[0].deadline, start + 5s);
    QVERIFY(all[0].call && !all[1].call);
    QCOMPARE(all[2].name, QByteArray("last"));
    QVERIFY(calls.isEmpty());
    QVERIFY(!calls.nextDeadline());
}

void TestWaitingCalls::aTakenCallKeepsNothing()
{
    WaitingCalls calls;
    const quint64 number = calls.add("f", "\x90", someCall(), 1s, start);
    const quint64 other = calls.add("g", "\x90", someCall(), 2s, start);
    QVERIFY(calls.find(number));
    QVERIFY(calls.take(number));
    QVERIFY(!calls.find(number));
    QVERIFY(!calls.take(number));
    QVERIFY(!calls.takeExpired(start + 1500ms));
    QCOMPARE(calls.takeAll().size(), 1u);
    QVERIFY(!calls.find(other));
}

void TestWaitingCalls::callsExpire()
{
    WaitingCalls calls;
    calls.add("slow", "\x90", someCall(), 2s, start);
    calls.add("quick", "\x90", someCall(), 1s, start);
    QVERIFY(!calls.takeExpired(start + 999ms));
    const std::optional<WaitingCalls::Waiting> expired = calls.takeExpired(start + 1s);
    QVERIFY(expired);
    QCOMPARE(expired->name, QByteArray("quick"));
    QVERIFY(!calls.takeExpired(start + 1s));
    QCOMPARE(calls.nextDeadline(), start + 2s);
}

QTEST_APPLESS_MAIN(TestWaitingCalls)
#include "tst_waitingcalls.moc"
