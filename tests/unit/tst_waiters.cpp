// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/waiters.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Who waits for a verdict, without sockets and clocks.
class TestWaiters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoHasGoneIsAbandoned();
    void whoWaitsTooLongIs();
    void whoHasHisVerdictWaitsNoMore();
};

namespace {

const QString here = QStringLiteral("127.0.0.1");
const QString there = QStringLiteral("192.0.2.1");
const Waiters::TimePoint start = Waiters::TimePoint::clock::now();

} // namespace

void TestWaiters::whoHasGoneIsAbandoned()
{
    Waiters waiters(5s);
    const auto one = waiters.add(here, start);
    const auto two = waiters.add(here, start);
    const auto other = waiters.add(there, start);
    waiters.abandon(here);
    QVERIFY(*one && *two && !*other);
    QVERIFY(!waiters.isAny(here));
    QVERIFY(waiters.isAny(there));
    const auto next = waiters.add(here, start);
    QVERIFY(!*next);
}

void TestWaiters::whoWaitsTooLongIs()
{
    Waiters waiters(5s);
    const auto one = waiters.add(here, start);
    const auto two = waiters.add(here, start + 1s);
    waiters.expire(start + 4999ms);
    QVERIFY(!*one && !*two);
    waiters.expire(start + 5s);
    QVERIFY(*one && !*two);
    const auto three = waiters.add(here, start + 6s);
    QVERIFY(*two && !*three);
}

void TestWaiters::whoHasHisVerdictWaitsNoMore()
{
    Waiters waiters(5s);
    auto one = waiters.add(here, start);
    one.reset();
    QVERIFY(!waiters.isAny(here));
}

QTEST_GUILESS_MAIN(TestWaiters)

#include "tst_waiters.moc"
