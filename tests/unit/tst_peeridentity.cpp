// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "peeridentity.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestPeerIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whereAPeerIs_data();
    void whereAPeerIs();
};

void TestPeerIdentity::whereAPeerIs_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<int>("descriptor");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isLocal");
    const auto add = [](const char *name, const char *given, int descriptor, const char *address,
                        bool isLocal) {
        QTest::newRow(name) << QString::fromLatin1(given) << descriptor << QString::fromLatin1(address)
                            << isLocal;
    };
    add("inproc", "", -1, "", true);
    add("ipc", "localhost:1000:1000:4711", 9, "", true);
    add("loopback", "127.0.0.1", 9, "127.0.0.1", true);
    add("another loopback", "127.1.2.3", 9, "127.1.2.3", true);
    add("loopback of IPv6", "::1", 9, "::1", true);
    add("loopback in a socket of IPv6", "::ffff:127.0.0.1", 9, "127.0.0.1", true);
    add("elsewhere", "192.0.2.7", 9, "192.0.2.7", false);
    add("like loopback", "1.127.0.0", 9, "1.127.0.0", false);
    add("elsewhere in IPv6", "2001:db8::1", 9, "2001:db8::1", false);
    add("elsewhere in a socket of IPv6", "::ffff:192.0.2.7", 9, "192.0.2.7", false);
    add("elsewhere, ends like loopback", "2001:db8::ffff:127.0.0.1", 9, "2001:db8::ffff:7f00:1", false);
    add("unknown", "", 9, "", false);
}

void TestPeerIdentity::whereAPeerIs()
{
    QFETCH(QString, given);
    QFETCH(int, descriptor);
    QFETCH(QString, address);
    QFETCH(bool, isLocal);
    const Identity identity = identityAt(given, descriptor);
    QCOMPARE(identity.address, address);
    QCOMPARE(identity.isLocal, isLocal);
    QCOMPARE(identity.mechanism, Mechanism::Null);
    QVERIFY(identity.user.isEmpty());
    QVERIFY(!identity.key.isValid());
}

QTEST_APPLESS_MAIN(TestPeerIdentity)
#include "tst_peeridentity.moc"
