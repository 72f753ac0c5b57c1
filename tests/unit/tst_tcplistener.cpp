// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/tcplistener.h"

#include <QtTest/qtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace heliograph;

/// Listening before ØMQ does.
class TestTcpListener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreFound_data();
    void placesAreFound();
    void whatIsNoPlaceOfThisHostIsAnError_data();
    void whatIsNoPlaceOfThisHostIsAnError();
    void aPortIsTakenOnce();
    void whoConnectsWaits();
};

namespace {

Endpoint endpointOf(const char *text)
{
    return std::get<Endpoint>(parseEndpoint(QString::fromLatin1(text), Endpoint::Use::Bind));
}

} // namespace

void TestTcpListener::placesAreFound_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("host");
    QTest::newRow("an address") << QByteArray("tcp://127.0.0.1:*") << QStringLiteral("tcp://127.0.0.1:");
    QTest::newRow("all addresses") << QByteArray("tcp://*:*") << QStringLiteral("tcp://0.0.0.0:");
    QTest::newRow("an interface") << QByteArray("tcp://lo:0") << QStringLiteral("tcp://127.0.0.1:");
}

void TestTcpListener::placesAreFound()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, host);
    TcpListener listener(endpointOf(text.constData()));
    const auto error = listener.listen(1);
    QVERIFY2(!error, error ? error->what() : "");
    QVERIFY2(listener.boundEndpoint().startsWith(host), qPrintable(listener.boundEndpoint()));
    QVERIFY(listener.boundEndpoint().mid(host.size()).toInt() > 0);
}

void TestTcpListener::whatIsNoPlaceOfThisHostIsAnError_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("another host's address") << QByteArray("tcp://192.0.2.1:*");
    QTest::newRow("no interface") << QByteArray("tcp://nothing0:*");
    QTest::newRow("a name") << QByteArray("tcp://localhost.example:*");
}

void TestTcpListener::whatIsNoPlaceOfThisHostIsAnError()
{
    QFETCH(const QByteArray, text);
    TcpListener listener(endpointOf(text.constData()));
    const auto error = listener.listen(1);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::InvalidAddress);
    QVERIFY(error->message().contains(QString::fromLatin1(text)));
}

void TestTcpListener::aPortIsTakenOnce()
{
    TcpListener first(endpointOf("tcp://127.0.0.1:*"));
    QVERIFY(!first.listen(1));
    TcpListener second(endpointOf(first.boundEndpoint().toLatin1().constData()));
    const auto error = second.listen(1);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::AddressInUse);
}

void TestTcpListener::whoConnectsWaits()
{
    TcpListener listener(endpointOf("tcp://127.0.0.1:*"));
    QVERIFY(!listener.listen(1));
    const quint16 port = listener.boundEndpoint().section(u':', -1).toUShort();
    const int descriptor = listener.takeDescriptor();
    const int peer = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(peer, reinterpret_cast<const sockaddr *>(&address), sizeof(address)), 0);
    const int accepted = ::accept4(descriptor, nullptr, nullptr, SOCK_CLOEXEC);
    QVERIFY(accepted >= 0);
    for (const int each : {descriptor, peer, accepted})
        ::close(each);
}

QTEST_APPLESS_MAIN(TestTcpListener)
#include "tst_tcplistener.moc"
