// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/origin.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestOrigin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isRead_data();
    void isRead();
    void whatIsNoneIsNowhere_data();
    void whatIsNoneIsNowhere();
    void groups();
    void whoIsOnThisHostIsOne();
};

void TestOrigin::isRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isLocal");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *text, const char *address, bool isLocal, const char *name) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(address) << isLocal
                            << QString::fromLatin1(name);
    };
    row("127.0.0.1", "127.0.0.1", true, "127.0.0.1");
    row("127.255.255.254", "127.255.255.254", true, "127.255.255.254");
    row("128.0.0.1", "128.0.0.1", false, "128.0.0.1");
    row("192.0.2.1", "192.0.2.1", false, "192.0.2.1");
    row("0.0.0.0", "0.0.0.0", false, "0.0.0.0");
    row("::1", "::1", true, "::1");
    row("::2", "::2", false, "::2");
    row("2001:db8::1", "2001:db8::1", false, "2001:db8::1");
    row("::ffff:127.0.0.1", "127.0.0.1", true, "127.0.0.1");
    row("::ffff:192.0.2.1", "192.0.2.1", false, "192.0.2.1");
    row("::127.0.0.1", "::127.0.0.1", false, "::127.0.0.1");
    row("fe80::1%eth0", "fe80::1", false, "fe80::1");
    row("localhost:1000:100:4711", "", true, "process 4711");
    row("localhost:0:0:0", "", true, "process 0");
}

void TestOrigin::isRead()
{
    QFETCH(QByteArray, text);
    const Origin origin = Origin::read(text);
    QTEST(origin.address, "address");
    QTEST(origin.isLocal, "isLocal");
    QTEST(origin.name, "name");
    QVERIFY(!origin.group.isEmpty());
}

void TestOrigin::whatIsNoneIsNowhere_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "localhost",
                             "localhost:",
                             "localhost:1:2",
                             "localhost:1:2:",
                             "localhost:1:2:3:4",
                             "localhost:a:b:c",
                             "localhost:-1:-1:-1",
                             "LOCALHOST:1:2:3",
                             "evil:1:2:3",
                             "127.0.0.1:4711",
                             "[::1]",
                             "127.1",
                             "127",
                             "0x7f.0.0.1",
                             "127.0.0.1 ",
                             " 127.0.0.1",
                             "127.0.0.256",
                             "1%::1",
                             "%",
                             "::ffff:127.0.0.1:1",
                             "inproc"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("with a zero byte") << QByteArray("127.0.0.1\0.evil", 15);
    QTest::newRow("a process with a zero byte") << QByteArray("localhost:1:2:3\0", 16);
    QTest::newRow("only a zero byte") << QByteArray(1, '\0');
    QTest::newRow("very long") << QByteArray(100'000, '1');
}

void TestOrigin::whatIsNoneIsNowhere()
{
    QFETCH(QByteArray, text);
    const Origin origin = Origin::read(text);
    QVERIFY(!origin.isLocal);
    QVERIFY(origin.address.isEmpty() && origin.group.isEmpty() && origin.name.isEmpty());
}

void TestOrigin::groups()
{
    const auto group = [](const char *text) { return Origin::read(text).group; };
    QVERIFY(group("192.0.2.1") != group("192.0.2.2"));
    QCOMPARE(group("::ffff:192.0.2.1"), group("192.0.2.1"));
    QCOMPARE(group("2001:db8::1"), group("2001:db8::ffff:1:2:3"));
    QVERIFY(group("2001:db8::1") != group("2001:db8:0:1::1"));
    QVERIFY(group("::2") != group("::1"));
}

/// A guesser on this host has all of 127.0.0.0/8 to come from, and any number of processes.
void TestOrigin::whoIsOnThisHostIsOne()
{
    const auto group = [](const char *text) { return Origin::read(text).group; };
    for (const char *address :
         {"127.255.255.254", "127.0.1.1", "::1", "::ffff:127.0.0.1", "::ffff:127.3.2.1"})
        QCOMPARE(group(address), group("127.0.0.1"));
    QCOMPARE(group("localhost:1000:100:1"), group("localhost:1000:200:2"));
    QVERIFY(group("localhost:1000:100:1") != group("localhost:1001:100:1"));
    QVERIFY(group("localhost:1000:100:1") != group("127.0.0.1"));
}

QTEST_GUILESS_MAIN(TestOrigin)

#include "tst_origin.moc"
