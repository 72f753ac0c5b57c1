// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qvariant.h>
#include <QtTest/qtest.h>

#include <random>

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

class TestHostileInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileInputIsJudged_data();
    void hostileInputIsJudged();
    void everyCutOfAMessageIsRefused();
    void noBytesCrashTheReader();
};

void TestHostileInput::hostileInputIsJudged_data()
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

void TestHostileInput::hostileInputIsJudged()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, error);
    const QString received = decodeError<QVariant>(input);
    QCOMPARE(received.right(qMax(1, error.size())), error); // a place may stand before it
    // One bad message leaves nothing behind that would spoil the next.
    QCOMPARE(decodeError<QVariant>(hex("82a16101a162920203")), QString());
}

void TestHostileInput::everyCutOfAMessageIsRefused()
{
    Encoder encoder;
    const QVariantMap map{{QStringLiteral("list"), QVariantList{1, -70000, 2.5, QStringLiteral("text")}},
                          {QStringLiteral("bytes"), QByteArray(300, 'b')},
                          {QStringLiteral("when"), QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC)},
                          {QStringLiteral("nil"), QVariant()}};
    codecFor<QVariantMap>().encode(encoder, &map);
    const QByteArray whole = encoder.take();
    QCOMPARE(decodeError<QVariantMap>(whole), QString());
    for (qsizetype size = 0; size < whole.size(); ++size) {
        QVERIFY2(!decodeError<QVariantMap>(whole.first(size)).isEmpty(),
                 QByteArray::number(size).constData());
        QByteArrayView raw;
        Decoder decoder(QByteArrayView(whole).first(size));
        QVERIFY2(!decoder.readRaw(raw), QByteArray::number(size).constData());
    }
}

void TestHostileInput::noBytesCrashTheReader()
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

QTEST_GUILESS_MAIN(TestHostileInput)
#include "tst_hostileinput.moc"
