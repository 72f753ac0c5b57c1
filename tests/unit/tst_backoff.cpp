// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/backoff.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

class TestBackOff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausesDoubleUpToTheLimit();
    void pausesVaryByAFifth();
    void itBeginsAgainAfterSuccess();
    void absurdSettingsAreMended();
    void earlyOnesAreShortAndDoNotGrow();
};

void TestBackOff::pausesDoubleUpToTheLimit()
{
    BackOff backOff(50ms, 1s);
    for (const auto expected : {50ms, 100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms})
        QCOMPARE(backOff.next(0.5), expected);
}

void TestBackOff::pausesVaryByAFifth()
{
    QCOMPARE(BackOff(100ms, 1s).next(0), 80ms);
    QCOMPARE(BackOff(100ms, 1s).next(1), 120ms);
}

void TestBackOff::itBeginsAgainAfterSuccess()
{
    BackOff backOff(50ms, 1s);
    (void)backOff.next(0.5);
    (void)backOff.next(0.5);
    backOff.reset();
    QCOMPARE(backOff.next(0.5), 50ms);
}

void TestBackOff::absurdSettingsAreMended()
{
    BackOff zero(0ms, 0ms);
    QCOMPARE(zero.next(0), 1ms);
    BackOff swapped(1s, 10ms);
    QCOMPARE(swapped.next(0.5), 1s);
    QCOMPARE(swapped.next(0.5), 1s);
}

void TestBackOff::earlyOnesAreShortAndDoNotGrow()
{
    BackOff backOff(200ms, 1s);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(backOff.early(50ms, 0.5), 50ms);
    QCOMPARE(backOff.early(50ms, 1), 60ms);
    QCOMPARE(backOff.early(500ms, 0.5), 200ms);
    QCOMPARE(backOff.next(0.5), 200ms);
}

QTEST_APPLESS_MAIN(TestBackOff)
#include "tst_backoff.moc"
