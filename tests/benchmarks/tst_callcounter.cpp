// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "workload.h"

#include <QTest>

using namespace heliograph::bench;
using namespace std::chrono_literals;

class TestCallCounter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsNoMoreThanTheWindowInFlight();
    void isDoneWhenAllCallsAreAnswered();
    void aPassedDurationStopsSendingAndAwaitsTheRest();
    void recordsRoundTripsOfSingleCallsOnly();
    void anEchoHasTheSameSizeAndEnds();
};

void TestCallCounter::keepsNoMoreThanTheWindowInFlight()
{
    CallCounter counter({.calls = 100, .window = 3});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(counter.maySend());
        counter.begin();
    }
    QVERIFY(!counter.maySend());
    counter.answered();
    QVERIFY(counter.maySend());
    QCOMPARE(counter.next(), qint64(3));
}

void TestCallCounter::isDoneWhenAllCallsAreAnswered()
{
    CallCounter counter({.calls = 2, .window = 8});
    counter.begin();
    counter.begin();
    QVERIFY(!counter.maySend());
    counter.answered();
    QVERIFY(!counter.isDone());
    counter.answered();
    QVERIFY(counter.isDone());
    const CallLog log = counter.takeLog();
    QCOMPARE(log.calls, qint64(2));
    QVERIFY(log.elapsed > 0ns);
}

void TestCallCounter::aPassedDurationStopsSendingAndAwaitsTheRest()
{
    CallCounter counter({.calls = 1000, .duration = 0ms, .window = 2});
    counter.begin();
    while (counter.maySend()) {
        counter.begin();
        counter.answered();
    }
    QVERIFY(counter.next() < 1000);
    QVERIFY(!counter.isDone());
    counter.answered();
    QVERIFY(counter.isDone());
}

void TestCallCounter::recordsRoundTripsOfSingleCallsOnly()
{
    CallCounter single({.calls = 1, .window = 1});
    single.begin();
    single.answered();
    QCOMPARE(single.takeLog().roundTrips.size(), size_t(1));
    CallCounter many({.calls = 1, .window = 2});
    many.begin();
    many.answered();
    QVERIFY(many.takeLog().roundTrips.empty());
}

void TestCallCounter::anEchoHasTheSameSizeAndEnds()
{
    const QByteArray payload = QByteArray(1000, 'x') + 'y';
    QVERIFY(isEchoOf(payload, payload));
    QVERIFY(!isEchoOf(payload, payload.chopped(1)));
    QVERIFY(!isEchoOf(payload, QByteArray(1001, 'x')));
    QVERIFY(isEchoOf("z", "z"));
    QVERIFY(!isEchoOf("z", "y"));
}

QTEST_APPLESS_MAIN(TestCallCounter)
#include "tst_callcounter.moc"
