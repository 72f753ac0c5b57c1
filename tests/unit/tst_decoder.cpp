// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/decoder.h>
#include <heliograph/encoder.h>
#include <heliograph/types.h>

#include <QtTest/qtest.h>

#include <msgpack.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <sstream>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// The error of reading \a bytes as T; empty when it is read.
template <typename T>
QString errorOf(const QByteArray &bytes)
{
    Decoder decoder(bytes);
    T value{};
    if (codecFor<T>().decode(decoder, &value) && decoder.finish())
        return QString();
    return decoder.error();
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
    void hostileInputIsJudged_data();
    void hostileInputIsJudged();
    void everyCutOfAMessageIsRefused();
    void noBytesCrashTheReader();
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

void TestDecoder::hostileInputIsJudged_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("error"); // the end of it; empty when the input is good
    const auto row = [](const char *name, const QByteArray &input, const char *error) {
        QTest::newRow(name) << input << QString::fromLatin1(error);
    };
    const char *const cut = "the message ends inside a value";
    const char *const promises = "an array or map promises more values than the message holds";
    const char *const deep = "arrays and maps more than 32 deep are refused";
    const char *const good = "";

    row("01 empty", QByteArray(), "expected QVariant, received the end of the message");
    row("02 unused byte", hex("c1"), "expected QVariant, received the invalid byte c1");
    row("03 unused byte in an array", hex("91c1"), "[0]: expected QVariant, received the invalid byte c1");
    row("04 array of 2^32-1", hex("ddffffffff"), promises);
    row("05 array of 2^24", hex("dd01000000"), promises);
    row("06 map of 2^32-1", hex("dfffffffff"), promises);
    row("07 map of 2^24", hex("df01000000"), promises);
    row("08 string of 2^32-1", hex("dbffffffff"), cut);
    row("09 bytes of 2^32-1", hex("c6ffffffff"), cut);
    row("10 extension of 2^32-1", hex("c9ffffffff01"), cut);
    row("11 extension of 2^32-2", hex("c9fffffffe01"), cut);
    row("12 empty extension of unknown code", hex("c70014"), "extension 20 is not registered here");
    row("13 cut extension", hex("c7090501"), cut);
    row("14 cut fixext", hex("d80102"), cut);
    row("15 tower of array16", towerOf(30, hex("dcffff")), promises);
    row("16 tower of array32", towerOf(33, hex("dd0000ffff")), promises);
    row("17 tower of map16", towerOf(30, hex("deffff")), promises);
    row("18 1000 deep", towerOf(1000, hex("91")) + hex("c0"), deep);
    row("19 a million deep", towerOf(1'000'000, hex("91")), deep);
    row("20 a million maps deep", towerOf(1'000'000, hex("81")), "expected QString, received map");
    row("20b a million maps deep, with keys", towerOf(1'000'000, hex("81a161")), deep);
    row("21 8 million deep", towerOf(8'000'000, hex("91")), deep);
    row("22 a million empty arrays", hex("dd000f4240") + QByteArray(1'000'000, char(0x90)),
        "the message takes too much memory for its size");
    row("23 16 Mi of nil", hex("dd01000000") + QByteArray(1 << 24, char(0xc0)),
        "the message takes too much memory for its size");
    row("24 trailing bytes", hex("010203"), "bytes follow the value");
    row("25 trailing header", hex("9301020393"), "bytes follow the value");
    row("26 cut uint64", hex("cf010203"), cut);
    row("27 cut float64", hex("cb01"), cut);
    row("28 cut string", hex("a561"), cut);
    row("29 cut array", hex("930102"), "[2]: expected QVariant, received the end of the message");
    row("30 cut map", hex("82010203"), "expected QString, received int");
    row("31 string that is not UTF-8", hex("a4fffec080"), "expected a string in valid UTF-8");
    row("32 surrogate in a string", hex("a3eda080"), "expected a string in valid UTF-8");
    row("33 NUL in a string", hex("a3610062"), good);
    row("34 duplicate key", hex("82a16101a16102"), "duplicate key \"a\"");
    row("35 array as key", hex("81910102"), "expected QString, received array");
    row("36 nil as key", hex("81c001"), "expected QString, received nil");
    row("37 NaN", hex("cb7ff8000000000000"), good);
    row("38 signalling NaN", hex("ca7fa00000"), good);
    row("39 -infinity", hex("cbfff0000000000000"), good);
    row("40 largest uint64", hex("cfffffffffffffffff"), good);
    row("41 smallest int64", hex("d38000000000000000"), good);
    row("42 long form of 1 as uint64", hex("cf0000000000000001"), good);
    row("43 long form of 5 as int64", hex("d30000000000000005"), good);
    row("44 timestamp of 4 bytes", hex("d6ff00000001"), good);
    row("45 timestamp with 4e9 nanoseconds", hex("c70cffee6b28000000000000000001"),
        "expected QDateTime, received an extension with malformed content");
    row("46 timestamp of 5 bytes", hex("c705ff0102030405"),
        "expected QDateTime, received an extension with malformed content");
    row("47 unknown extension", hex("d44d00"), "extension 77 is not registered here");
    row("48 true where an int is wanted", hex("c3"), good); // see errorsNameWhatWasExpectedAndReceived()
    // The size of a message is limited where it is received; a reader only sees to it that memory follows size.
    row("49 string of 17 MiB", hex("db01100000") + QByteArray(0x1100000, 'x'), good);
}

void TestDecoder::hostileInputIsJudged()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, error);
    const QString received = errorOf<QVariant>(input);
    QCOMPARE(received.right(qMax(1, error.size())), error); // a place may stand before it
    // One bad message leaves nothing behind that would spoil the next.
    QCOMPARE(errorOf<QVariant>(hex("82a16101a162920203")), QString());
}

void TestDecoder::everyCutOfAMessageIsRefused()
{
    Encoder encoder;
    const QVariantMap map{{QStringLiteral("list"), QVariantList{1, -70000, 2.5, QStringLiteral("text")}},
                          {QStringLiteral("bytes"), QByteArray(300, 'b')},
                          {QStringLiteral("when"), QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC)},
                          {QStringLiteral("nil"), QVariant()}};
    codecFor<QVariantMap>().encode(encoder, &map);
    const QByteArray whole = encoder.take();
    QCOMPARE(errorOf<QVariantMap>(whole), QString());
    for (qsizetype size = 0; size < whole.size(); ++size) {
        QVERIFY2(!errorOf<QVariantMap>(whole.first(size)).isEmpty(), QByteArray::number(size).constData());
        QByteArrayView raw;
        Decoder decoder(QByteArrayView(whole).first(size));
        QVERIFY2(!decoder.readRaw(raw), QByteArray::number(size).constData());
    }
}

void TestDecoder::noBytesCrashTheReader()
{
    std::mt19937 random(20260101); // the same sequence each time
    int good = 0;
    for (int i = 0; i < 20000; ++i) {
        QByteArray bytes(qsizetype(random() % 40), '\0');
        for (char &byte : bytes)
            byte = char(random());
        Decoder skipping(bytes);
        Decoder reading(bytes);
        QVariant value;
        const bool skipped = skipping.skip();
        const bool read = codecFor<QVariant>().decode(reading, &value);
        good += read;
        QVERIFY(skipping.ok() == skipped && reading.ok() == read);
        QVERIFY(skipped || !read); // skip() refuses less: it knows nothing of extensions and keys
        if (read) {
            Encoder encoder;
            codecFor<QVariant>().encode(encoder, &value);
            QVERIFY2(encoder.ok(), qUtf8Printable(encoder.error()));
        }
    }
    QVERIFY(good > 1000);
}

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
    QCOMPARE(errorOf<int>(hex("ce7fffffff")), QString());
    QCOMPARE(errorOf<int>(hex("cf0000000100000000")),
             QStringLiteral(
                 "expected int, received 4294967296, which does not fit (range -2147483648..2147483647)"));
    QCOMPARE(errorOf<int>(hex("cfffffffffffffffff")),
             QStringLiteral("expected int, received 18446744073709551615, which does not fit "
                            "(range -2147483648..2147483647)"));
    QCOMPARE(errorOf<uchar>(hex("ff")),
             QStringLiteral("expected uchar, received -1, which does not fit (range 0..255)"));
    QCOMPARE(errorOf<uchar>(hex("ccff")), QString());
    QCOMPARE(errorOf<short>(hex("d18000")), QString());
    QCOMPARE(errorOf<short>(hex("d2ffff7fff")),
             QStringLiteral("expected short, received -32769, which does not fit (range -32768..32767)"));
    QCOMPARE(errorOf<qint64>(hex("cf8000000000000000")),
             QStringLiteral("expected qlonglong, received 9223372036854775808, which does not fit "
                            "(range -9223372036854775808..9223372036854775807)"));
    QCOMPARE(errorOf<quint64>(hex("d3ffffffffffffffff")),
             QStringLiteral(
                 "expected qulonglong, received -1, which does not fit (range 0..18446744073709551615)"));
    QCOMPARE(errorOf<quint64>(hex("cfffffffffffffffff")), QString());
    QCOMPARE(errorOf<qint64>(hex("d38000000000000000")), QString());
}

void TestDecoder::doublesAreExactOrRefused()
{
    QCOMPARE(errorOf<double>(hex("ce7fffffff")), QString());
    QCOMPARE(errorOf<double>(hex("cf0020000000000000")), QString()); // 2^53
    QCOMPARE(errorOf<double>(hex("cf0020000000000001")),
             QStringLiteral("expected double, received 9007199254740993, which it cannot hold exactly"));
    QCOMPARE(errorOf<double>(hex("cf8000000000000000")), QString()); // 2^63
    QCOMPARE(errorOf<double>(hex("cfffffffffffffffff")),
             QStringLiteral("expected double, received 18446744073709551615, which it cannot hold exactly"));
    QCOMPARE(errorOf<double>(hex("d3ffdfffffffffffff")),
             QStringLiteral("expected double, received -9007199254740993, which it cannot hold exactly"));
    double value = 0;
    QByteArray bytes = hex("d38000000000000000");
    Decoder smallest(bytes);
    QVERIFY(smallest.readDouble(value));
    QCOMPARE(value, -9223372036854775808.0);
}

void TestDecoder::floatsOverflowIsRefused()
{
    QCOMPARE(errorOf<float>(hex("cb7fefffffffffffff")),
             QStringLiteral("expected float, received 1.7976931348623157e+308, which does not fit"));
    QCOMPARE(errorOf<float>(hex("cb3fb999999999999a")), QString()); // 0.1 is rounded
    QCOMPARE(errorOf<float>(hex("cb7ff0000000000000")), QString()); // infinity
    QCOMPARE(errorOf<float>(hex("ce01000001")),
             QStringLiteral("expected float, received 16777217, which it cannot hold exactly"));
    const QByteArray nan = hex("ca7fa00000");
    Decoder decoder(nan);
    float value = 0;
    QVERIFY(decoder.readFloat(value));
    QVERIFY(std::isnan(value));
}

void TestDecoder::errorsNameWhatWasExpectedAndReceived()
{
    QCOMPARE(errorOf<int>(hex("a161")), QStringLiteral("expected int, received string"));
    QCOMPARE(errorOf<int>(hex("c3")), QStringLiteral("expected int, received bool"));
    QCOMPARE(errorOf<int>(hex("cb3ff0000000000000")), QStringLiteral("expected int, received double"));
    QCOMPARE(errorOf<bool>(hex("01")), QStringLiteral("expected bool, received int"));
    QCOMPARE(errorOf<double>(hex("c0")), QStringLiteral("expected double, received nil"));
    QCOMPARE(errorOf<QString>(hex("c40161")), QStringLiteral("expected QString, received bytes"));
    QCOMPARE(errorOf<QByteArray>(hex("a161")), QStringLiteral("expected QByteArray, received string"));
    QCOMPARE(errorOf<QDate>(hex("d44d00")), QStringLiteral("expected QDate, received extension 77"));
    QCOMPARE(errorOf<QList<int>>(hex("80")), QStringLiteral("expected QList<int>, received map"));
    QCOMPARE(errorOf<QVariantMap>(hex("ca00000000")), QStringLiteral("expected QVariantMap, received float"));
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
    QCOMPARE(errorOf<QVariant>(bytes), QString());
    QCOMPARE(errorOf<QVariant>(towerOf(31, hex("91")) + hex("90")), QString());
    QVERIFY(!errorOf<QVariant>(towerOf(32, hex("91")) + hex("90")).isEmpty());
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
