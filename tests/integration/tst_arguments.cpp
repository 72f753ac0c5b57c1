// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

using namespace heliograph;

/// Methods whose arguments can be given in several ways.
class Desk : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE QString order(const QString &what, int count = 1, bool express = false)
    {
        return QStringLiteral("%1 x %2%3").arg(count).arg(what, express ? QStringLiteral("!") : QString());
    }
    Q_INVOKABLE QString show(int) { return QStringLiteral("int"); }
    Q_INVOKABLE QString show(const QString &) { return QStringLiteral("QString"); }
    Q_INVOKABLE QString show(int, int) { return QStringLiteral("int,int"); }
    Q_INVOKABLE QString measure(qint32) { return QStringLiteral("int"); }
    Q_INVOKABLE QString measure(qint64) { return QStringLiteral("qlonglong"); }
};

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void argumentsGoByPositionAndName_data();
    void argumentsGoByPositionAndName();
    void overloadsAreChosenByTheArguments();
    void aSignaturePicksAnOverload();
    void anUnknownSignatureIsAnUnknownName();
    void ambiguousArgumentsListTheCandidates();
    void impossibleArgumentsListTheCandidates();
    void wrongArgumentsAreNamed_data();
    void wrongArgumentsAreNamed();
    void anUnknownNameIsReported();

private:
    Desk m_desk;
};

void TestArguments::argumentsGoByPositionAndName_data()
{
    QTest::addColumn<QVariantList>("positional");
    QTest::addColumn<QVariantMap>("named");
    QTest::addColumn<QString>("result");
    const QString tea = QStringLiteral("tea");
    const QString what = QStringLiteral("what");
    const QString count = QStringLiteral("count");
    const QString express = QStringLiteral("express");
    QTest::newRow("all by position") << QVariantList{tea, 2, true} << QVariantMap()
                                     << QStringLiteral("2 x tea!");
    QTest::newRow("defaults left out") << QVariantList{tea} << QVariantMap() << QStringLiteral("1 x tea");
    QTest::newRow("last default left out")
        << QVariantList{tea, 3} << QVariantMap() << QStringLiteral("3 x tea");
    QTest::newRow("all by name") << QVariantList() << QVariantMap{{what, tea}, {count, 4}, {express, true}}
                                 << QStringLiteral("4 x tea!");
    QTest::newRow("mixed") << QVariantList{tea} << QVariantMap{{count, 5}} << QStringLiteral("5 x tea");
}

void TestArguments::argumentsGoByPositionAndName()
{
    QFETCH(QVariantList, positional);
    QFETCH(QVariantMap, named);
    QFETCH(QString, result);
    Connection link;
    link.server.expose("desk", &m_desk);
    QCOMPARE(valueOf(link.client.invoke("desk.order", positional, named)).toString(), result);
    QCOMPARE(valueOf(link.client.call<QString>("desk.order", "tea", arg("count", 6), arg("express", true))),
             QStringLiteral("6 x tea!"));
}

void TestArguments::overloadsAreChosenByTheArguments()
{
    Connection link;
    link.server.expose("desk", &m_desk);
    QCOMPARE(valueOf(link.client.call<QString>("desk.show", 1)), QStringLiteral("int"));
    QCOMPARE(valueOf(link.client.call<QString>("desk.show", "1")), QStringLiteral("QString"));
    QCOMPARE(valueOf(link.client.call<QString>("desk.show", 1, 2)), QStringLiteral("int,int"));
}

void TestArguments::aSignaturePicksAnOverload()
{
    Connection link;
    link.server.expose("desk", &m_desk);
    QCOMPARE(valueOf(link.client.call<QString>("desk.measure(int)", 1)), QStringLiteral("int"));
    QCOMPARE(valueOf(link.client.call<QString>("desk.measure(qlonglong)", 1)), QStringLiteral("qlonglong"));
}

void TestArguments::anUnknownSignatureIsAnUnknownName()
{
    Connection link;
    link.server.expose("desk", &m_desk);
    const Error error = errorOf(link.client.call<QString>("desk.show(double)", 1.5));
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    QVERIFY2(error.message().contains(u"\"desk.show(double)\""), error.what());
}

void TestArguments::ambiguousArgumentsListTheCandidates()
{
    Connection link;
    link.server.expose("desk", &m_desk);
    const Error error = errorOf(link.client.call<QString>("desk.measure", 1));
    QCOMPARE(error.code(), ErrorCode::WrongArguments);
    QVERIFY2(error.message().contains(u"suit several overloads of desk.measure equally well"), error.what());
    QVERIFY2(error.message().contains(u"desk.measure(int) -> QString"), error.what());
    QVERIFY2(error.message().contains(u"desk.measure(qlonglong) -> QString"), error.what());
}

void TestArguments::impossibleArgumentsListTheCandidates()
{
    Connection link;
    link.server.expose("desk", &m_desk);
    const Error error = errorOf(link.client.call<QString>("desk.show", QStringList{QStringLiteral("a")}));
    QCOMPARE(error.code(), ErrorCode::WrongArguments);
    QVERIFY2(error.message().contains(u"No overload of desk.show takes these arguments"), error.what());
    QVERIFY2(error.message().contains(u"desk.show(int) -> QString"), error.what());
    QVERIFY2(error.message().contains(u"desk.show(QString) -> QString"), error.what());
    QVERIFY2(error.message().contains(u"desk.show(int, int) -> QString"), error.what());
}

void TestArguments::wrongArgumentsAreNamed_data()
{
    QTest::addColumn<QVariantList>("positional");
    QTest::addColumn<QVariantMap>("named");
    QTest::addColumn<QString>("part");
    const QString tea = QStringLiteral("tea");
    QTest::newRow("too few") << QVariantList() << QVariantMap()
                             << QStringLiteral("argument 1 (\"what\") is missing");
    QTest::newRow("too many") << QVariantList{tea, 1, true, 4} << QVariantMap()
                              << QStringLiteral("4 arguments given, at most 3 are taken");
    QTest::newRow("wrong type") << QVariantList{tea, tea} << QVariantMap()
                                << QStringLiteral("argument 2 (\"count\"): ");
    QTest::newRow("unknown name") << QVariantList{tea} << QVariantMap{{QStringLiteral("size"), 1}}
                                  << QStringLiteral("there is no parameter \"size\"");
    QTest::newRow("given twice") << QVariantList{tea} << QVariantMap{{QStringLiteral("what"), tea}}
                                 << QStringLiteral("argument 1 (\"what\") is given twice");
    QTest::newRow("a gap") << QVariantList{tea} << QVariantMap{{QStringLiteral("express"), true}}
                           << QStringLiteral("argument 2 (\"count\") is missing");
}

void TestArguments::wrongArgumentsAreNamed()
{
    QFETCH(QVariantList, positional);
    QFETCH(QVariantMap, named);
    QFETCH(QString, part);
    Connection link;
    link.server.expose("desk", &m_desk);
    const Error error = errorOf(link.client.invoke("desk.order", positional, named));
    QCOMPARE(error.code(), ErrorCode::WrongArguments);
    QVERIFY2(
        error.message().startsWith(u"desk.order(QString what, int count = default, bool express = default)"),
        error.what());
    QVERIFY2(error.message().contains(part), error.what());
}

void TestArguments::anUnknownNameIsReported()
{
    Connection link;
    const Error error = errorOf(link.client.call("desk.order"));
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    QVERIFY2(error.message().contains(u"\"desk.order\" is not exposed"), error.what());
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
