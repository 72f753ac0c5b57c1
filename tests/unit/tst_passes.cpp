// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/passes.h"

#include <QtTest/qtest.h>

#include <set>

using namespace heliograph;
using namespace std::chrono_literals;

class TestPasses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachIsOneOfItsOwn();
    void eachIsUsedOnce();
    void thoseThatAreNotUsedExpire();
    void thoseThatAreNotUsedAreBounded();
};

namespace {

const Passes::TimePoint start = Passes::TimePoint::clock::now();

Identity named(const QString &user)
{
    return {.user = user};
}

} // namespace

void TestPasses::eachIsOneOfItsOwn()
{
    Passes passes(10s);
    std::set<std::string> issued;
    for (int i = 0; i < 1000; ++i)
        issued.insert(passes.issue({}, start));
    QCOMPARE(issued.size(), std::size_t(1000));
    QCOMPARE(issued.begin()->size(), std::size_t(32));
}

void TestPasses::eachIsUsedOnce()
{
    Passes passes(10s);
    QVERIFY(passes.isEmpty());
    const std::string first = passes.issue(named(QStringLiteral("first")), start);
    const std::string second = passes.issue(named(QStringLiteral("second")), start);
    QVERIFY(!passes.isEmpty());
    QCOMPARE(passes.take(second)->user, QStringLiteral("second"));
    QCOMPARE(passes.take(first)->user, QStringLiteral("first"));
    QVERIFY(!passes.take(first));
    QVERIFY(!passes.take(std::string()));
    QVERIFY(!passes.take("somebody"));
    QVERIFY(passes.isEmpty());
}

void TestPasses::thoseThatAreNotUsedExpire()
{
    Passes passes(10s);
    const std::string early = passes.issue({}, start);
    const std::string late = passes.issue({}, start + 5s);
    passes.expire(start + 10s);
    QVERIFY(!passes.isEmpty());
    passes.expire(start + 11s);
    QVERIFY(!passes.take(early));
    QVERIFY(passes.take(late));
}

void TestPasses::thoseThatAreNotUsedAreBounded()
{
    Passes passes(10s);
    std::string first = passes.issue({}, start);
    std::size_t count = 1;
    while (count < 1'000'000 && !passes.issue({}, start).empty())
        ++count;
    QVERIFY(count < 1'000'000);
    QVERIFY(passes.take(first));
    QVERIFY(!passes.issue({}, start).empty());
    QVERIFY(passes.issue({}, start).empty());
    passes.expire(start + 1h);
    QVERIFY(passes.isEmpty());
    QVERIFY(!passes.issue({}, start).empty());
}

QTEST_GUILESS_MAIN(TestPasses)

#include "tst_passes.moc"
