// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/reassembly.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestReassembly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsMakeUpTheRecord();
    void transfersMayBeInterleaved();
    void badPartsAreRefused_data();
    void badPartsAreRefused();
    void onlySoManyTransfersMayBeUnderWay();
    void anAnnouncedSizeAllocatesNothing();
};

void TestReassembly::partsMakeUpTheRecord()
{
    Reassembly reassembly(100);
    QVERIFY(reassembly.add({7, 0, 6, "ab"}).record.isEmpty());
    QVERIFY(reassembly.add({7, 2, 6, "cd"}).record.isEmpty());
    const Reassembly::Result result = reassembly.add({7, 4, 6, "ef"});
    QCOMPARE(result.record, QByteArray("abcdef"));
    QVERIFY(result.error.isNull());
    QCOMPARE(reassembly.add({7, 0, 1, "x"}).record, QByteArray("x")); // the number is free again
}

void TestReassembly::transfersMayBeInterleaved()
{
    Reassembly reassembly(100);
    (void)reassembly.add({1, 0, 4, "ab"});
    (void)reassembly.add({2, 0, 4, "AB"});
    QCOMPARE(reassembly.add({1, 2, 4, "cd"}).record, QByteArray("abcd"));
    QCOMPARE(reassembly.add({2, 2, 4, "CD"}).record, QByteArray("ABCD"));
}

void TestReassembly::badPartsAreRefused_data()
{
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<quint64>("total");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    QTest::newRow("overlap") << quint64(1) << quint64(10) << QByteArray("x")
                             << QStringLiteral("offset 1, expected 2");
    QTest::newRow("gap") << quint64(3) << quint64(10) << QByteArray("x")
                         << QStringLiteral("offset 3, expected 2");
    QTest::newRow("again from the beginning")
        << quint64(0) << quint64(10) << QByteArray("x") << QStringLiteral("offset 0");
    QTest::newRow("beyond the end") << quint64(2) << quint64(10) << QByteArray(9, 'x')
                                    << QStringLiteral("beyond");
    QTest::newRow("another total") << quint64(2) << quint64(11) << QByteArray("x")
                                   << QStringLiteral("began with 10");
    QTest::newRow("total over the limit")
        << quint64(2) << quint64(101) << QByteArray("x") << QStringLiteral("at most 100");
    QTest::newRow("largest total") << quint64(2) << ~quint64(0) << QByteArray("x")
                                   << QStringLiteral("at most 100");
    QTest::newRow("largest offset") << ~quint64(0) << quint64(10) << QByteArray("x")
                                    << QStringLiteral("expected 2");
    QTest::newRow("nothing in it") << quint64(2) << quint64(10) << QByteArray() << QStringLiteral("empty");
}

void TestReassembly::badPartsAreRefused()
{
    QFETCH(const quint64, offset);
    QFETCH(const quint64, total);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, reason);
    Reassembly reassembly(100);
    (void)reassembly.add({7, 0, 10, "ab"});
    const Reassembly::Result bad = reassembly.add({7, offset, total, bytes});
    QVERIFY2(bad.error.contains(reason), qPrintable(bad.error));
    QVERIFY(bad.record.isEmpty());
    QVERIFY(!reassembly.add({7, 2, 10, "cdefghij"}).error.isNull()); // forgotten
    QCOMPARE(reassembly.add({7, 0, 4, "good"}).record, QByteArray("good"));
}

void TestReassembly::onlySoManyTransfersMayBeUnderWay()
{
    Reassembly reassembly(100);
    for (quint32 i = 0; i < Reassembly::maximumTransfers; ++i)
        QVERIFY(reassembly.add({i, 0, 2, "a"}).error.isNull());
    QVERIFY(!reassembly.add({99, 0, 2, "a"}).error.isNull());
    QCOMPARE(reassembly.add({0, 1, 2, "b"}).record, QByteArray("ab"));
    QVERIFY(reassembly.add({99, 0, 2, "a"}).error.isNull());
}

void TestReassembly::anAnnouncedSizeAllocatesNothing()
{
    // Eight times 1 GiB would not go unnoticed.
    Reassembly reassembly(quint64(1) << 40);
    for (quint32 i = 0; i < Reassembly::maximumTransfers; ++i)
        QVERIFY(reassembly.add({i, 0, quint64(1) << 40, "a"}).error.isNull());
}

QTEST_APPLESS_MAIN(TestReassembly)
#include "tst_reassembly.moc"
