// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/identity.h>

#include <QtTest/qtest.h>

using namespace heliograph;

/// Who is at the other end, in a log.
class TestIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isPrinted_data();
    void isPrinted();
};

void TestIdentity::isPrinted_data()
{
    QTest::addColumn<Identity>("identity");
    QTest::addColumn<QString>("printed");

    QTest::newRow("nobody") << Identity{.isLocal = true} << QStringLiteral("Identity(null, local)");
    QTest::newRow("a name") << Identity{.mechanism = Mechanism::Plain,
                                        .user = QStringLiteral("ann\nb"),
                                        .address = QStringLiteral("::1"),
                                        .isLocal = true}
                            << QStringLiteral("Identity(plain, \"ann\\nb\", from ::1, local)");
    const PublicKey key = PublicKey::fromText("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    QTest::newRow("a key")
        << Identity{.mechanism = Mechanism::Curve, .address = QStringLiteral("192.0.2.7"), .key = key}
        << QStringLiteral("Identity(curve, PublicKey(%1), from 192.0.2.7)").arg(key.fingerprint());
}

void TestIdentity::isPrinted()
{
    QFETCH(Identity, identity);
    QFETCH(QString, printed);
    QString text;
    QDebug(&text) << identity;
    QCOMPARE(text.trimmed(), printed);
}

QTEST_APPLESS_MAIN(TestIdentity)
#include "tst_identity.moc"
