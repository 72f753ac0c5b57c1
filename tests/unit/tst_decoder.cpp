// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtTest/qtest.h>

#include <msgpack.hpp>

#include <cmath>
#include <limits>
#include <sstream>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// An array in which each level but the innermost holds just the next one.
QByteArray towerOf(int levels, const QByteArray &head)
{
    return head.repeated(levels);
}

} // namespace

class TestDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatMsgpackWrites();
    void integersStayInTheirRange();
    void doublesAreExactOrRefused();
    void floatsOverflowIsRefused();
    void errorsNameWhatWasExpectedAndReceived();
    void theFirstErrorIsKeptAndEndsTheReading();
    void placesGoBeforeTheError();
    void skippingMovesOverOneValue();
    void rawBytesAreTheValuesOwn();
    void memoryIsCharged();
    void aNestedDecoderDrawsOnTheSameBudget();
    void aNestedDecoderStandsAsDeep();
    void aLeftContainerCountsNoMoreForDepth();
    void byteOrderMarksSurvive();
};

void TestDecoder::readsWhatMsgpackWrites()
{
    std::stringstream stream;
    msgpack::packer<std::stringstream> packer(stream);
    packer.pack_array(6);
    packer.pack(std::string("text"));
    packer.pack(std::numeric_limits<qint64>::min());
    packer.pack(std::vector<double>{0.5, 3.0});
    packer.pack(std::map<std::string, bool>{{"yes", true}});
    packer.pack_nil();
    packer.pack_bin(3);
    packer.pack_bin_body("abc", 3);
    const QByteArray bytes = QByteArray::fromStdString(stream.str());

    Decoder decoder(bytes);
    quint32 count = 0;
    QVERIFY(decoder.enterArray(count));
    QCOMPARE(count, 6u);
    QString text;
    QVERIFY(decoder.readString(text));
    QCOMPARE(text, QStringLiteral("text"));
    qint64 number = 0;
    QVERIFY(codecFor<qint64>().decode(decoder, &number));
    QCOMPARE(number, std::numeric_limits<qint64>::min());
    QList<double> numbers;
    QVERIFY(codecFor<QList<double>>().decode(decoder, &numbers));
    QCOMPARE(numbers, QList<double>({0.5, 3.0}));
    QMap<QString, bool> map;
    QVERIFY((codecFor<QMap<QString, bool>>().decode(decoder, &map)));
    QCOMPARE(map.value(QStringLiteral("yes")), true);
    QVERIFY(decoder.readNil());
    QByteArrayView raw;
    QVERIFY(decoder.readBytes(raw));
    QCOMPARE(raw.toByteArray(), QByteArray("abc"));
    decoder.leave();
    QVERIFY(decoder.finish());
}

void TestDecoder::integersStayInTheirRange()
{
    QCOMPARE(decodeError<int>(hex("ce7fffffff")), QString());
    QCOMPARE(decodeError<int>(hex("cf0000000100000000")),
             QStringLiteral(
                 "expected int, received 4294967296, which does not fit (range -2147483648..2147483647)"));
    QCOMPARE(decodeError<int>(hex("cfffffffffffffffff")),
             QStringLiteral("expected int, received 18446744073709551615, which does not fit "
                            "(range -2147483648..2147483647)"));
    QCOMPARE(decodeError<uchar>(hex("ff")),
             QStringLiteral("expected uchar, received -1, which does not fit (range 0..255)"));
    QCOMPARE(decodeError<uchar>(hex("ccff")), QString());
    QCOMPARE(decodeError<short>(hex("d18000")), QString());
    QCOMPARE(decodeError<short>(hex("d2ffff7fff")),
             QStringLiteral("expected short, received -32769, which does not fit (range -32768..32767)"));
    QCOMPARE(decodeError<qint64>(hex("cf8000000000000000")),
             QStringLiteral("expected qlonglong, received 9223372036854775808, which does not fit "
                            "(range -9223372036854775808..9223372036854775807)"));
    QCOMPARE(decodeError<quint64>(hex("d3ffffffffffffffff")),
             QStringLiteral(
                 "expected qulonglong, received -1, which does not fit (range 0..18446744073709551615)"));
    QCOMPARE(decodeError<quint64>(hex("cfffffffffffffffff")), QString());
    QCOMPARE(decodeError<qint64>(hex("d38000000000000000")), QString());
}

void TestDecoder::doublesAreExactOrRefused()
{
    QCOMPARE(decodeError<double>(hex("ce7fffffff")), QString());
    QCOMPARE(decodeError<double>(hex("cf0020000000000000")), QString()); // 2^53
    QCOMPARE(decodeError<double>(hex("cf0020000000000001")),
             QStringLiteral("expected double, received 9007199254740993, which it cannot hold exactly"));
    QCOMPARE(decodeError<double>(hex("cf8000000000000000")), QString()); // 2^63
    QCOMPARE(decodeError<double>(hex("cfffffffffffffffff")),
             QStringLiteral("expected double, received 18446744073709551615, which it cannot hold exactly"));
    QCOMPARE(decodeError<double>(hex("d3ffdfffffffffffff")),
             QStringLiteral("expected double, received -9007199254740993, which it cannot hold exactly"));
    double value = 0;
    QByteArray bytes = hex("d38000000000000000");
    Decoder smallest(bytes);
    QVERIFY(smallest.readDouble(value));
    QCOMPARE(value, -9223372036854775808.0);
}

void TestDecoder::floatsOverflowIsRefused()
{
    QCOMPARE(decodeError<float>(hex("cb7fefffffffffffff")),
             QStringLiteral("expected float, received 1.7976931348623157e+308, which does not fit"));
    QCOMPARE(decodeError<float>(hex("cb3fb999999999999a")), QString()); // 0.1 is rounded
    QCOMPARE(decodeError<float>(hex("cb7ff0000000000000")), QString()); // infinity
    QCOMPARE(decodeError<float>(hex("ce01000001")),
             QStringLiteral("expected float, received 16777217, which it cannot hold exactly"));
    const QByteArray nan = hex("ca7fa00000");
    Decoder decoder(nan);
    float value = 0;
    QVERIFY(decoder.readFloat(value));
    QVERIFY(std::isnan(value));
}

void TestDecoder::errorsNameWhatWasExpectedAndReceived()
{
    QCOMPARE(decodeError<int>(hex("a161")), QStringLiteral("expected int, received string"));
    QCOMPARE(decodeError<int>(hex("c3")), QStringLiteral("expected int, received bool"));
    QCOMPARE(decodeError<int>(hex("cb3ff0000000000000")), QStringLiteral("expected int, received double"));
    QCOMPARE(decodeError<bool>(hex("01")), QStringLiteral("expected bool, received int"));
    QCOMPARE(decodeError<double>(hex("c0")), QStringLiteral("expected double, received nil"));
    QCOMPARE(decodeError<QString>(hex("c40161")), QStringLiteral("expected QString, received bytes"));
    QCOMPARE(decodeError<QByteArray>(hex("a161")), QStringLiteral("expected QByteArray, received string"));
    QCOMPARE(decodeError<QDate>(hex("d44d00")), QStringLiteral("expected QDate, received extension 77"));
    QCOMPARE(decodeError<QList<int>>(hex("80")), QStringLiteral("expected QList<int>, received map"));
    QCOMPARE(decodeError<QVariantMap>(hex("ca00000000")),
             QStringLiteral("expected QVariantMap, received float"));
}

void TestDecoder::theFirstErrorIsKeptAndEndsTheReading()
{
    const QByteArray bytes = hex("0102");
    Decoder decoder(bytes);
    bool flag = false;
    qint64 number = 0;
    QVERIFY(!decoder.readBool(flag));
    QVERIFY(!decoder.readInt(number, 0, 10, "int"));
    QVERIFY(!decoder.skip());
    QVERIFY(!decoder.finish());
    QVERIFY(!decoder.charge(1));
    QVERIFY(!decoder.fail(QStringLiteral("another")));
    QCOMPARE(decoder.peek(), Decoder::Kind::End);
    QCOMPARE(decoder.offset(), 0);
    QCOMPARE(decoder.error(), QStringLiteral("expected bool, received int"));
}

void TestDecoder::placesGoBeforeTheError()
{
    Decoder decoder{QByteArrayView()};
    decoder.prefixError(QStringLiteral("nothing to prefix yet"));
    QVERIFY(decoder.ok());
    decoder.fail(QStringLiteral("expected double, received nil"));
    decoder.prefixError(QStringLiteral("name"));
    QCOMPARE(decoder.error(), QStringLiteral("name: expected double, received nil"));
    decoder.prefixError(QStringLiteral("[3]"));
    QCOMPARE(decoder.error(), QStringLiteral("[3].name: expected double, received nil"));
    decoder.prefixError(QStringLiteral("list"));
    QCOMPARE(decoder.error(), QStringLiteral("list[3].name: expected double, received nil"));
    decoder.prefixError(QString(1000, QLatin1Char('k')));
    QVERIFY(decoder.error().size() < 150);
}

void TestDecoder::skippingMovesOverOneValue()
{
    const char *const values[] = {
        "c0",       "c2",     "05",     "ff",         "d1ff00",         "ca00000000", "cb0000000000000000",
        "a3616263", "d90161", "c40161", "93019102c0", "82a16101a16280", "d40500",     "c7030a010203"};
    for (const char *value : values) {
        const QByteArray bytes = hex(value) + hex("2a");
        Decoder decoder(bytes);
        QVERIFY2(decoder.skip(), value);
        QCOMPARE(decoder.offset(), bytes.size() - 1);
        qint64 number = 0;
        QVERIFY(decoder.readInt(number, 0, 100, "int"));
        QCOMPARE(number, 42);
    }
}

void TestDecoder::rawBytesAreTheValuesOwn()
{
    const QByteArray bytes = hex("0193a1610203c0");
    Decoder decoder(bytes);
    QByteArrayView raw;
    QVERIFY(decoder.skip() && decoder.readRaw(raw));
    QCOMPARE(raw.toByteArray(), hex("93a1610203"));
    QVERIFY(decoder.readNil() && decoder.finish());
}

void TestDecoder::memoryIsCharged()
{
    Decoder::Limits limits;
    limits.memoryFloor = 100;
    limits.memoryFactor = 2;
    const QByteArray bytes(10, '\x01');
    Decoder decoder(bytes, limits);
    QVERIFY(decoder.charge(100));
    QVERIFY(decoder.charge(20));
    QVERIFY(!decoder.charge(1));
    QCOMPARE(decoder.error(), QStringLiteral("the message takes too much memory for its size"));
    Decoder other(bytes, limits);
    QVERIFY(!other.charge(-1));
}

void TestDecoder::aNestedDecoderDrawsOnTheSameBudget()
{
    Decoder::Limits limits;
    limits.memoryFloor = 100;
    limits.memoryFactor = 0;
    const QByteArray bytes(10, '\x01');
    Decoder decoder(bytes, limits);
    Decoder first = decoder.nested(bytes);
    QVERIFY(first.charge(60));
    Decoder second = decoder.nested(bytes);
    QVERIFY(!second.charge(60));
    QVERIFY(!second.ok());
    QVERIFY(!decoder.ok());
}

void TestDecoder::aNestedDecoderStandsAsDeep()
{
    const QByteArray bytes = towerOf(40, hex("91"));
    Decoder decoder(bytes);
    quint32 count = 0;
    for (int i = 0; i < 31; ++i)
        QVERIFY(decoder.enterArray(count));
    Decoder nested = decoder.nested(bytes);
    QVERIFY(nested.enterArray(count));
    QVERIFY(!nested.enterArray(count));
    QVERIFY(decoder.ok());
}

void TestDecoder::aLeftContainerCountsNoMoreForDepth()
{
    QByteArray bytes = hex("dc0064"); // 100 arrays side by side
    for (int i = 0; i < 100; ++i)
        bytes += hex("90");
    QCOMPARE(decodeError<QVariant>(bytes), QString());
    QCOMPARE(decodeError<QVariant>(towerOf(31, hex("91")) + hex("90")), QString());
    QVERIFY(!decodeError<QVariant>(towerOf(32, hex("91")) + hex("90")).isEmpty());
}

void TestDecoder::byteOrderMarksSurvive()
{
    const QByteArray bytes = hex("a7efbbbfefbbbf61");
    Decoder decoder(bytes);
    QString text;
    QVERIFY(decoder.readString(text));
    QCOMPARE(text, QString(QChar(0xfeff)) + QChar(0xfeff) + QLatin1Char('a'));
}

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
