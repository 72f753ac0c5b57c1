// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/publickeybytes.h"

#include <QtCore/qdebug.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class TestPublicKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsTheDefault();
    void textGoesBothWays();
    void whatIsNoKeyIsRefused();
    void whatIsNoKeyIsLikeNoOther();
    void bytesGoBothWays();
    void theFingerprintNeverChanges();
    void debugShowsTheFingerprint();
};

static const QByteArray text = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";

void TestPublicKey::noneIsTheDefault()
{
    const PublicKey none;
    QVERIFY(none.isNull());
    QVERIFY(!none.isValid());
    QCOMPARE(none.error().code(), ErrorCode::None);
    QCOMPARE(none.text(), QByteArray());
    QCOMPARE(none.fingerprint(), QString());
}

void TestPublicKey::textGoesBothWays()
{
    const PublicKey key = PublicKey::fromText(QByteArray("  " + text + "\n"));
    QVERIFY(key.isValid());
    QVERIFY(!key.isNull());
    QCOMPARE(key.error().code(), ErrorCode::None);
    QCOMPARE(key.text(), text);
    QCOMPARE(key, PublicKey::fromText(text));
    QVERIFY(key != PublicKey());
}

void TestPublicKey::whatIsNoKeyIsRefused()
{
    const PublicKey key = PublicKey::fromText(text.chopped(1));
    QVERIFY(!key.isValid());
    QVERIFY(!key.isNull()); // or it would be taken for a key that nobody asked for
    QCOMPARE(key.error().code(), ErrorCode::InvalidKey);
    QCOMPARE(key.error().message(),
             QStringLiteral("A public key has 39 characters, expected 40 of Z85 (ZeroMQ's RFC 32)."));
    QVERIFY(!PublicKey::fromText("").isNull());
    QVERIFY(PublicKey::fromText(QByteArray(40, '0')).error().message().contains(QStringLiteral("all zeros")));
}

// Or a key that could not be read would be taken for the one that a client could not show.
void TestPublicKey::whatIsNoKeyIsLikeNoOther()
{
    const PublicKey broken = PublicKey::fromText("broken");
    QVERIFY(broken != PublicKey::fromText("broken"));
    QVERIFY(broken != PublicKey());
    QVERIFY(PublicKey() != broken);
    QCOMPARE(PublicKey(), PublicKey());
}

void TestPublicKey::bytesGoBothWays()
{
    const PublicKey key = PublicKey::fromText(text);
    const PublicKeyBytes bytes = bytesOf(key);
    QCOMPARE(bytes[0], uchar(0xbb)); // as in zmq_curve(7)
    QCOMPARE(publicKeyOf(bytes), key);
    QVERIFY(!publicKeyOf(PublicKeyBytes{}).isValid());
}

void TestPublicKey::theFingerprintNeverChanges()
{
    // b2sum -l 128 says the same of the 32 bytes.
    QCOMPARE(PublicKey::fromText(text).fingerprint(),
             QStringLiteral("2e29:7694:6a59:290d:3d36:34ba:b37e:0e04"));
}

void TestPublicKey::debugShowsTheFingerprint()
{
    QString shown;
    QDebug(&shown) << PublicKey::fromText(text) << PublicKey();
    QCOMPARE(shown.trimmed(),
             QStringLiteral("PublicKey(2e29:7694:6a59:290d:3d36:34ba:b37e:0e04) PublicKey()"));
}

QTEST_GUILESS_MAIN(TestPublicKey)
#include "tst_publickey.moc"
