// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/z85.h"

#include <QtTest/qtest.h>

#include <algorithm>
#include <array>

using namespace heliograph;

namespace {

using Key = std::array<uchar, keySize>;

QByteArray textOf(const Key &key)
{
    std::array<uchar, keyTextSize> text = {};
    toZ85(key, text);
    return QByteArray(reinterpret_cast<const char *>(text.data()), qsizetype(text.size()));
}

Key keyOf(const QByteArray &hex)
{
    Key key = {};
    const QByteArray bytes = QByteArray::fromHex(hex);
    std::copy_n(bytes.begin(), std::min(bytes.size(), qsizetype(keySize)), key.begin());
    return key;
}

} // namespace

class TestZ85 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theVectorsOfTheSpecification_data();
    void theVectorsOfTheSpecification();
    void extremesGoBothWays();
    void whatIsNoKeyIsRefused_data();
    void whatIsNoKeyIsRefused();
};

// The test case of RFC 32 is "HelloWorld" for eight bytes; the key pairs are those in zmq_curve(7).
void TestZ85::theVectorsOfTheSpecification_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("RFC 32, and zeros")
        << QByteArray("864fd26fb559f75b") << QByteArray("HelloWorld000000000000000000000000000000");
    QTest::newRow("public key of zmq_curve")
        << QByteArray("bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518")
        << QByteArray("Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    QTest::newRow("secret key of zmq_curve")
        << QByteArray("7bb864b489afa3671fbe69101f94b38972f24816dfb01b51656b3fec8dfd0888")
        << QByteArray("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs");
}

void TestZ85::theVectorsOfTheSpecification()
{
    QFETCH(QByteArray, hex);
    QFETCH(QByteArray, text);
    QCOMPARE(textOf(keyOf(hex)), text);
    Key key = {};
    QCOMPARE(fromZ85(text, key), std::nullopt);
    QCOMPARE(key, keyOf(hex));
}

void TestZ85::extremesGoBothWays()
{
    for (int byte = 0; byte < 256; ++byte) {
        Key key = {};
        key.fill(uchar(byte));
        key[size_t(byte) % keySize] ^= 0x5a;
        Key again = {};
        QCOMPARE(fromZ85(textOf(key), again), std::nullopt);
        QCOMPARE(again, key);
    }
}

void TestZ85::whatIsNoKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("fault");
    const QByteArray good = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
    QTest::newRow("nothing") << QByteArray() << "has 0 characters, expected 40 of Z85 (ZeroMQ's RFC 32)";
    QTest::newRow("short") << good.chopped(1) << "has 39 characters, expected 40 of Z85 (ZeroMQ's RFC 32)";
    QTest::newRow("long") << good + "0"
                          << "has 41 characters, expected 40 of Z85 (ZeroMQ's RFC 32)";
    for (const char wrong :
         {' ', '"', '\'', ',', ';', '\\', '_', '`', '|', '~', '\0', '\n', '\x7f', '\xc3'}) {
        QTest::addRow("0x%02x", uchar(wrong))
            << good.left(6) + wrong + good.mid(7) << "has a character that is none of Z85's at position 7";
    }
    QTest::newRow("2^32") << good.left(35) + "%nSc1"
                          << "is no Z85: the characters 36 to 40 are more than four bytes";
    QTest::newRow("85^5 - 1") << "#####" + good.mid(5)
                              << "is no Z85: the characters 1 to 5 are more than four bytes";
}

void TestZ85::whatIsNoKeyIsRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, fault);
    Key key = {};
    const std::optional<QString> found = fromZ85(text, key);
    QVERIFY(found);
    QCOMPARE(*found, fault);
}

QTEST_GUILESS_MAIN(TestZ85)
#include "tst_z85.moc"
