// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/endpoint.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestEndpoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goodOnesKeepTheirText_data();
    void goodOnesKeepTheirText();
    void badOnesAreNamedWithTheirFault_data();
    void badOnesAreNamedWithTheirFault();
    void wildcardsAreForBindingOnly_data();
    void wildcardsAreForBindingOnly();
    void onlyBracketsMeanIpv6();
    void onlyPathsAreIpcFiles();
};

void TestEndpoint::goodOnesKeepTheirText_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"tcp://127.0.0.1:1", "tcp://localhost:9", "tcp://[::1]:9", "ipc:///run/x",
                             "ipc://relative/path", "ipc://@abstract", "inproc://any name at all"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestEndpoint::goodOnesKeepTheirText()
{
    QFETCH(QString, text);
    for (const auto use : {Endpoint::Use::Bind, Endpoint::Use::Connect}) {
        const auto result = parseEndpoint(text, use);
        QVERIFY(std::holds_alternative<Endpoint>(result));
        QCOMPARE(std::get<Endpoint>(result).toByteArray(), text.toLatin1());
    }
}

void TestEndpoint::badOnesAreNamedWithTheirFault_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *text, const char *fault) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(fault);
    };
    row("", "does not name a transport");
    row("localhost:5555", "does not name a transport");
    row("udp://localhost:5555", "the transport \"udp\" is unknown");
    row("TCP://localhost:5555", "the transport \"TCP\" is unknown");
    row("tcp://", "the port is missing");
    row("tcp://localhost", "the port is missing");
    row("tcp://localhost:", "the port is missing");
    row("tcp://[::1]", "the port is missing");
    row("tcp://:1", "the host is missing");
    row("tcp://::1:1", "in brackets");
    row("tcp://a/b:1", "characters that no host has");
    row("tcp://localhost:-1", "the port \"-1\"");
    row("tcp://localhost:+1", "the port \"+1\"");
    row("tcp://localhost:http", "the port \"http\"");
    row("ipc://", "the path is missing");
    row("ipc://@", "the path is missing");
    row("inproc://", "the name is missing");
    QTest::newRow("high port") << QStringLiteral("tcp://localhost:%1").arg(65536)
                               << QStringLiteral("the port \"65536\"");
    QTest::newRow("long path") << QStringLiteral("ipc:///") + QString(107, u'x')
                               << QStringLiteral("the path has 108 bytes, and the system allows 107");
    QTest::newRow("long name") << QStringLiteral("inproc://") + QString(256, u'x')
                               << QStringLiteral("the name has 256 bytes");
    QTest::newRow("null") << QStringLiteral("ipc://a") + QChar(QChar::Null) + QStringLiteral("b")
                          << QStringLiteral("null character");
}

void TestEndpoint::badOnesAreNamedWithTheirFault()
{
    QFETCH(QString, text);
    QFETCH(QString, fault);
    const auto result = parseEndpoint(text, Endpoint::Use::Bind);
    QVERIFY(std::holds_alternative<Error>(result));
    const auto &error = std::get<Error>(result);
    QCOMPARE(error.code(), ErrorCode::InvalidAddress);
    QVERIFY2(error.message().contains(fault), qPrintable(error.message()));
    QVERIFY(error.message().contains(QStringLiteral("tcp://host:port, ipc://path or inproc://name")));
}

void TestEndpoint::wildcardsAreForBindingOnly_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"tcp://*:5555", "tcp://127.0.0.1:*", "tcp://127.0.0.1:0", "ipc://*"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestEndpoint::wildcardsAreForBindingOnly()
{
    QFETCH(QString, text);
    QVERIFY(std::holds_alternative<Endpoint>(parseEndpoint(text, Endpoint::Use::Bind)));
    QVERIFY(std::holds_alternative<Error>(parseEndpoint(text, Endpoint::Use::Connect)));
}

void TestEndpoint::onlyBracketsMeanIpv6()
{
    const auto isIpv6 = [](const QString &text) {
        return std::get<Endpoint>(parseEndpoint(text, Endpoint::Use::Bind)).isIpv6;
    };
    QVERIFY(isIpv6(QStringLiteral("tcp://[::]:1")));
    QVERIFY(!isIpv6(QStringLiteral("tcp://*:1")));
    QVERIFY(!isIpv6(QStringLiteral("tcp://localhost:1")));
}

void TestEndpoint::onlyPathsAreIpcFiles()
{
    const auto isIpcFile = [](const QString &text) {
        return std::get<Endpoint>(parseEndpoint(text, Endpoint::Use::Bind)).isIpcFile();
    };
    QVERIFY(isIpcFile(QStringLiteral("ipc://x")));
    QVERIFY(!isIpcFile(QStringLiteral("ipc://*")));
    QVERIFY(!isIpcFile(QStringLiteral("ipc://@x")));
    QVERIFY(!isIpcFile(QStringLiteral("inproc://x")));
}

QTEST_GUILESS_MAIN(TestEndpoint)

#include "tst_endpoint.moc"
