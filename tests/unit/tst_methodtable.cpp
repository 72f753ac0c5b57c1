// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/methodtable.h"

#include "meta/target.h"
#include "session/anybody.h"

#include <QtCore/qobject.h>
#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

std::shared_ptr<const Method> methodOf(const QByteArray &name,
                                       const std::shared_ptr<Target> &target = nullptr)
{
    auto method = std::make_shared<Method>();
    method->name = name;
    method->target = target;
    return method;
}

MethodTable::Exposure exposureOf(const QByteArray &name, const QString &origin,
                                 const std::vector<std::shared_ptr<const Method>> &methods)
{
    return {name, origin, methods, nullptr, methods.front()->target};
}

} // namespace

class TestMethodTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAddedIsFound();
    void overloadsStandTogether();
    void aTakenNameNamesBothHolders();
    void aRefusedExposureLeavesNothingBehind();
    void anExposureIsRemovedWhole();
    void anObjectsExposuresAreRemoved();
    void callsUnderWayKeepWhatTheyFound();
};

void TestMethodTable::whatWasAddedIsFound()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QStringLiteral("an object"), {methodOf("o.b"), methodOf("o.a")})));
    QVERIFY(findForAnybody(table, "o.a"));
    QCOMPARE(findForAnybody(table, "o.a")->exposure, QByteArray("o"));
    for (const char *other : {"", "o", "o.", "o.ab", "O.A", "a"})
        QVERIFY2(!findForAnybody(table, other), other);
    QCOMPARE(table.all(domainsFor(table)).size(), 2u);
    QCOMPARE(table.methodNames(), QByteArrayList({"o.a", "o.b"}));
}

void TestMethodTable::overloadsStandTogether()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QString(), {methodOf("o.f"), methodOf("o.g"), methodOf("o.f")})));
    QCOMPARE(findForAnybody(table, "o.f")->overloads.size(), 2u);
    QCOMPARE(findForAnybody(table, "o.g")->overloads.size(), 1u);
}

void TestMethodTable::aTakenNameNamesBothHolders()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QStringLiteral("the first"), {methodOf("o.f")})));
    for (const auto &[exposure, name] : {std::pair("o", "o.g"), std::pair("p", "o.f")}) {
        const std::optional<Error> error =
            table.add(exposureOf(exposure, QStringLiteral("the second"), {methodOf(name)}));
        QVERIFY(error);
        QCOMPARE(error->code(), ErrorCode::NameTaken);
        QVERIFY(error->message().contains(u"the first") && error->message().contains(u"the second"));
    }
}

void TestMethodTable::aRefusedExposureLeavesNothingBehind()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QString(), {methodOf("o.f")})));
    QVERIFY(table.add(exposureOf("p", QString(), {methodOf("p.new"), methodOf("o.f")})));
    QVERIFY(!findForAnybody(table, "p.new"));
    QVERIFY(!table.remove("p"));
    QVERIFY(!table.add(exposureOf("p", QString(), {methodOf("p.new")})));
}

void TestMethodTable::anExposureIsRemovedWhole()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QString(), {methodOf("o.f"), methodOf("o.g")})));
    QVERIFY(!table.add(exposureOf("p", QString(), {methodOf("p.f")})));
    QVERIFY(table.remove("o"));
    QVERIFY(!table.remove("o"));
    QVERIFY(!findForAnybody(table, "o.f") && !findForAnybody(table, "o.g"));
    QVERIFY(findForAnybody(table, "p.f"));
}

void TestMethodTable::anObjectsExposuresAreRemoved()
{
    QObject object;
    QObject other;
    MethodTable table;
    const std::shared_ptr<Target> target = Target::watch(&object);
    QVERIFY(!table.add(exposureOf("a", QString(), {methodOf("a.f", target)})));
    QVERIFY(!table.add(exposureOf("b", QString(), {methodOf("b.f", Target::watch(&object))})));
    QVERIFY(!table.add(exposureOf("c", QString(), {methodOf("c.f", Target::watch(&other))})));
    table.removeTarget("b", target.get()); // b belongs to another target by now
    QVERIFY(findForAnybody(table, "b.f"));
    QVERIFY(table.removeObject(&object));
    QVERIFY(!table.removeObject(&object));
    QVERIFY(!findForAnybody(table, "a.f") && !findForAnybody(table, "b.f"));
    QVERIFY(findForAnybody(table, "c.f"));
}

void TestMethodTable::callsUnderWayKeepWhatTheyFound()
{
    MethodTable table;
    QVERIFY(!table.add(exposureOf("o", QString(), {methodOf("o.f")})));
    const std::shared_ptr<const MethodSet> found = findForAnybody(table, "o.f");
    QVERIFY(table.remove("o"));
    QCOMPARE(found->overloads.front()->name, QByteArray("o.f"));
}

QTEST_APPLESS_MAIN(TestMethodTable)
#include "tst_methodtable.moc"
