// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/pendingcalls.h"

#include "session/fakes.h"

#include <QtTest/qtest.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

const TimePoint start = TimePoint() + 1h;

std::unique_ptr<PendingCall> someCall()
{
    return std::make_unique<FakeCall>(std::make_shared<Outcome>());
}

QList<quint64> idsOf(const std::vector<PendingCalls::Expired> &expired)
{
    QList<quint64> ids;
    for (const PendingCalls::Expired &one : expired)
        ids.append(one.id);
    return ids;
}

QList<quint64> takeExpired(PendingCalls &calls, TimePoint now)
{
    QList<quint64> ids;
    while (const std::optional<PendingCalls::Expired> expired = calls.takeExpired(now))
        ids.append(expired->id);
    return ids;
}

} // namespace

class TestPendingCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsCountUpAndAreNotUsedAgain();
    void aCallIsGivenOutOnce();
    void callsExpireInTheOrderOfTheirDeadlines();
    void takenCallsDoNotExpire();
    void allAreGivenOutInOrder();
};

void TestPendingCalls::idsCountUpAndAreNotUsedAgain()
{
    PendingCalls calls;
    QCOMPARE(calls.add(someCall(), 1s, start), 1u);
    QCOMPARE(calls.add(someCall(), 1s, start), 2u);
    (void)calls.take(2);
    QCOMPARE(calls.add(someCall(), 1s, start), 3u);
    QCOMPARE(calls.count(), 2);
}

void TestPendingCalls::aCallIsGivenOutOnce()
{
    PendingCalls calls;
    const quint64 id = calls.add(someCall(), 1s, start);
    QVERIFY(calls.find(id));
    QVERIFY(calls.take(id));
    QVERIFY(!calls.take(id));
    QVERIFY(!calls.find(id));
    QVERIFY(!calls.take(0));
    QVERIFY(!calls.take(~quint64(0)));
    QCOMPARE(calls.count(), 0);
    QVERIFY(!calls.nextDeadline());
}

void TestPendingCalls::callsExpireInTheOrderOfTheirDeadlines()
{
    PendingCalls calls;
    const quint64 slow = calls.add(someCall(), 3s, start);
    const quint64 quick = calls.add(someCall(), 1s, start);
    const quint64 later = calls.add(someCall(), 1s, start + 500ms);
    QCOMPARE(calls.nextDeadline(), start + 1s);
    QVERIFY(!calls.takeExpired(start + 999ms));
    QCOMPARE(takeExpired(calls, start + 1s), QList<quint64>{quick});
    QCOMPARE(calls.nextDeadline(), start + 1500ms);
    QCOMPARE(takeExpired(calls, start + 10s), (QList<quint64>{later, slow}));
    QVERIFY(!calls.nextDeadline());
}

void TestPendingCalls::takenCallsDoNotExpire()
{
    PendingCalls calls;
    QList<quint64> ids;
    for (int i = 0; i < 9; ++i)
        ids.append(calls.add(someCall(), 1s, start + i * 1ms));
    QList<quint64> left = ids;
    for (const qsizetype i : {8, 4, 0}) { // last, middle, first of the queue
        (void)calls.take(ids[i]);
        left.removeOne(ids[i]);
    }
    QCOMPARE(calls.nextDeadline(), start + 1001ms);
    QCOMPARE(takeExpired(calls, start + 1h), left);
}

void TestPendingCalls::allAreGivenOutInOrder()
{
    PendingCalls calls;
    QList<quint64> ids;
    for (int i = 0; i < 100; ++i) {
        ids.append(calls.add(someCall(), milliseconds(1 + i * 37 % 11), start));
        calls.setRecord(ids.constLast(), quint64(1000 + i));
    }
    const std::vector<PendingCalls::Expired> all = calls.takeAll();
    QCOMPARE(idsOf(all), ids);
    QCOMPARE(all.back().record, 1099u);
    QCOMPARE(calls.count(), 0);
    QVERIFY(!calls.nextDeadline());
}

QTEST_APPLESS_MAIN(TestPendingCalls)
#include "tst_pendingcalls.moc"
