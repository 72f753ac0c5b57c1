// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "measurement.h"
#include "report.h"

#include <QTest>

using namespace heliograph::bench;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestMeasurement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void medianIsTheMiddleValue();
    void percentileIsTheNearestRank();
    void ratioComparesRoundByRound();
    void ratioNeedsBothSides();
    void targetsAreMetOnTheirOwnSideOfTheLimit();
    void verdictsLeaveOutWhatWasNotMeasured();
    void theTableComparesWhatIsSecuredWithItsOpenTwin();
};

void TestMeasurement::medianIsTheMiddleValue()
{
    QCOMPARE(median({5}), 5.0);
    QCOMPARE(median({9, 1, 5}), 5.0);
    QCOMPARE(median({1, 9, 2, 4}), 3.0);
}

void TestMeasurement::percentileIsTheNearestRank()
{
    std::vector<std::chrono::nanoseconds> samples;
    for (int i = 200; i > 0; --i)
        samples.emplace_back(i);
    QCOMPARE(percentile(samples, 50).count(), 100);
    QCOMPARE(percentile(samples, 99).count(), 198);
    QCOMPARE(percentile(samples, 100).count(), 200);
    QCOMPARE(percentile(samples, 0).count(), 1);
    QCOMPARE(percentile({7ns}, 99).count(), 7);
}

void TestMeasurement::ratioComparesRoundByRound()
{
    // The machine was slow in the last round, for both: the ratio does not see it.
    const PeerRounds peer{.peer = u"a"_s, .values = {20, 40, 600}};
    const PeerRounds reference{.peer = u"b"_s, .values = {10, 10, 200}};
    const std::optional<Ratio> seen = ratio(&peer, &reference);
    QVERIFY(seen);
    QCOMPARE(seen->value, 3.0);
    QCOMPARE(seen->least, 2.0);
    QCOMPARE(seen->most, 4.0);
}

void TestMeasurement::ratioNeedsBothSides()
{
    const PeerRounds peer{.peer = u"a"_s, .values = {20, 40}};
    const PeerRounds shorter{.peer = u"b"_s, .values = {10}};
    const PeerRounds zero{.peer = u"c"_s, .values = {0, 0}};
    QVERIFY(!ratio(&peer, nullptr));
    QVERIFY(!ratio(nullptr, &peer));
    QVERIFY(!ratio(&peer, &shorter));
    QVERIFY(!ratio(&peer, &zero));
}

void TestMeasurement::targetsAreMetOnTheirOwnSideOfTheLimit()
{
    const Verdict fast{.target = {.limit = 2.0, .moreIsBetter = true}, .ratio = {.value = 2.5}};
    const Verdict slow{.target = {.limit = 2.0, .moreIsBetter = true}, .ratio = {.value = 1.5}};
    const Verdict quick{.target = {.limit = 1.25}, .ratio = {.value = 1.2}};
    const Verdict late{.target = {.limit = 1.25}, .ratio = {.value = 1.3}};
    QVERIFY(fast.isMet());
    QVERIFY(!slow.isMet());
    QVERIFY(quick.isMet());
    QVERIFY(!late.isMet());
}

void TestMeasurement::verdictsLeaveOutWhatWasNotMeasured()
{
    ScenarioResult result{.scenario = u"echo-1MiB"_s, .transport = u"ipc"_s, .moreIsBetter = true};
    result.peers.push_back({.peer = u"raw-zmq"_s, .values = {100}});
    QVERIFY(verdicts({result}).empty());
    result.peers.push_back({.peer = u"heliograph"_s, .values = {70}});
    const std::vector<Verdict> found = verdicts({result});
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().ratio.value, 0.7);
    QCOMPARE(found.front().transport, u"ipc"_s);
    QVERIFY(found.front().isMet());
}

void TestMeasurement::theTableComparesWhatIsSecuredWithItsOpenTwin()
{
    ScenarioResult result{.scenario = u"round-trip"_s, .transport = u"tcp"_s, .unit = u"us"_s};
    result.peers.push_back({.peer = u"raw-zmq-curve"_s, .values = {80}});
    result.peers.push_back({.peer = u"heliograph"_s, .values = {100}});
    result.peers.push_back({.peer = u"heliograph-secret"_s, .values = {140}});
    const QStringList lines = table({result}).split(u'\n', Qt::SkipEmptyParts);
    const auto ratiosOf = [&](const QString &peer) {
        for (const QString &line : lines) {
            const QStringList words = line.simplified().split(u' ');
            if (words.first() == peer)
                return words.last(4);
        }
        return QStringList();
    };
    // To raw libzmq, to the same with CURVE, to Qt Remote Objects, and to its open twin.
    QCOMPARE(ratiosOf(u"heliograph-secret"_s), (QStringList{u"-"_s, u"1.75x"_s, u"-"_s, u"1.40x"_s}));
    QCOMPARE(ratiosOf(u"heliograph"_s), (QStringList{u"-"_s, u"1.25x"_s, u"-"_s, u"-"_s}));
    for (const QString &line : lines)
        QVERIFY(line.size() <= 100);
}

QTEST_APPLESS_MAIN(TestMeasurement)
#include "tst_measurement.moc"
