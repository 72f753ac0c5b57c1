// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/waitingplaces.h"

#include <QtTest/qtest.h>

#include <optional>
#include <thread>
#include <vector>

using namespace heliograph;

/// Who finds a place to wait.
class TestWaitingPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOriginTakesOnlySomeOfThem();
    void thereAreOnlySoMany();
    void theUnknownOnesAreNotCountedTogether();
    void aPlaceMayOutliveThem();
    void threadsMayComeTogether();

private:
    const QString m_one = QStringLiteral("1000:1000:1");
    const QString m_other = QStringLiteral("1000:1000:2");
};

void TestWaitingPlaces::oneOriginTakesOnlySomeOfThem()
{
    WaitingPlaces places(10, 2);
    std::optional<WaitingPlaces::Place> first = places.take(m_one);
    const WaitingPlaces::Place second = places.take(m_one);
    QVERIFY(*first && second);
    QVERIFY(!places.take(m_one));
    QVERIFY(places.take(m_other));
    const std::optional<WaitingPlaces::Place> copy = first;
    first.reset();
    QVERIFY(!places.take(m_one)); // the copy holds it still
}

void TestWaitingPlaces::thereAreOnlySoMany()
{
    WaitingPlaces places(3, 2);
    const WaitingPlaces::Place a = places.take(m_one);
    const WaitingPlaces::Place b = places.take(m_other);
    WaitingPlaces::Place c = places.take({});
    QVERIFY(a && b && c);
    QVERIFY(!places.take(m_one));
    QVERIFY(!places.take({}));
    c.reset();
    QVERIFY(places.take(m_one)); // and given back at once
    QVERIFY(places.take(m_other));
}

void TestWaitingPlaces::theUnknownOnesAreNotCountedTogether()
{
    WaitingPlaces places(3, 1);
    const WaitingPlaces::Place a = places.take({});
    const WaitingPlaces::Place b = places.take({});
    QVERIFY(a && b);
    QVERIFY(places.take(m_one));
}

void TestWaitingPlaces::aPlaceMayOutliveThem()
{
    WaitingPlaces::Place place = WaitingPlaces(1, 1).take(m_one);
    QVERIFY(place);
    place.reset();
}

void TestWaitingPlaces::threadsMayComeTogether()
{
    WaitingPlaces places(4, 4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 1000; ++round)
                (void)places.take(round % 2 ? m_one : m_other);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const std::vector<WaitingPlaces::Place> all{places.take(m_one), places.take(m_one), places.take(m_one),
                                                places.take(m_one)};
    for (const WaitingPlaces::Place &place : all)
        QVERIFY(place);
    QVERIFY(!places.take(m_other));
}

QTEST_APPLESS_MAIN(TestWaitingPlaces)
#include "tst_waitingplaces.moc"
