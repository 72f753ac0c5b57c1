// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>
#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

const QDate day(2026, 3, 4);
const QTime noon(12, 0, 0, 1);

} // namespace

class TestDateCodecs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesSurvive();
    void timesSurvive();
    void dateTimesKeepTheirZone();
    void invalidOnesAreEmpty();
    void malformedOnesAreRefused_data();
    void malformedOnesAreRefused();
    void timestampsOfMsgpackAreRead();
};

void TestDateCodecs::datesSurvive()
{
    for (const QDate date : {day, QDate(1, 1, 1), QDate(-4713, 1, 2), QDate(9999, 12, 31)})
        QCOMPARE(roundTrip(date), date);
    QCOMPARE(encoded(QDate::fromJulianDay(1)), hex("d7010000000000000001"));
}

void TestDateCodecs::timesSurvive()
{
    for (const QTime time : {noon, QTime(0, 0), QTime(23, 59, 59, 999)})
        QCOMPARE(roundTrip(time), time);
    QCOMPARE(encoded(QTime(0, 0, 1)), hex("d602000003e8"));
}

void TestDateCodecs::dateTimesKeepTheirZone()
{
    QList<QDateTime> moments{QDateTime(day, noon, Qt::UTC), QDateTime(day, noon),
                             QDateTime(day, noon, Qt::OffsetFromUTC, -3600 * 5),
                             QDateTime::fromMSecsSinceEpoch(-1, Qt::UTC)};
    if (QTimeZone::isTimeZoneIdAvailable("Europe/Vienna"))
        moments += QDateTime(day, noon, QTimeZone("Europe/Vienna"));
    for (const QDateTime &moment : moments) {
        const std::optional<QDateTime> back = roundTrip(moment);
        QVERIFY(back);
        QCOMPARE(*back, moment);
        QCOMPARE(back->timeSpec(), moment.timeSpec());
        QCOMPARE(back->offsetFromUtc(), moment.offsetFromUtc());
        if (moment.timeSpec() == Qt::TimeZone)
            QCOMPARE(back->timeZone(), moment.timeZone());
    }
    QCOMPARE(encoded(QDateTime::fromMSecsSinceEpoch(1, Qt::UTC)), hex("c70903000000000000000101"));
}

void TestDateCodecs::invalidOnesAreEmpty()
{
    QCOMPARE(encoded(QDate()), hex("c70001"));
    QCOMPARE(encoded(QTime()), hex("c70002"));
    QCOMPARE(encoded(QDateTime()), hex("c70003"));
    QCOMPARE(roundTrip(QDate()), QDate());
    QCOMPARE(roundTrip(QTime()), QTime());
    QCOMPARE(roundTrip(QDateTime()), QDateTime());
}

void TestDateCodecs::malformedOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type");
    const auto row = [](const char *name, const QByteArray &bytes, const char *type) {
        QTest::newRow(name) << bytes << QString::fromLatin1(type);
    };
    const QByteArray now = hex("0000000000000001");
    const auto dateTime = [](const QByteArray &payload) -> QByteArray {
        return hex("c7") + char(payload.size()) + '\x03' + payload;
    };
    row("short date", hex("d60100000001"), "QDate");
    row("date out of range", hex("d7017fffffffffffffff"), "QDate");
    row("a day's milliseconds", hex("d60205265c00"), "QTime");
    row("short time", hex("d5020001"), "QTime");
    row("date-time without zone", dateTime(now), "QDateTime");
    row("unknown kind of zone", dateTime(now + '\x04'), "QDateTime");
    row("UTC and more", dateTime(now + "\x01x"), "QDateTime");
    row("short offset", dateTime(now + '\x02' + hex("0001")), "QDateTime");
    row("offset of a day", dateTime(now + '\x02' + hex("00015180")), "QDateTime");
    row("zone without name", dateTime(now + '\x03'), "QDateTime");
    row("unknown zone",
        dateTime(now
                 + "\x03"
                   "Nowhere/Land"),
        "QDateTime");
    row("path as zone",
        dateTime(now
                 + "\x03"
                   "../../../etc/passwd"),
        "QDateTime");
    row("absolute path as zone",
        dateTime(now
                 + "\x03"
                   "/etc/localtime"),
        "QDateTime");
    row("long zone", dateTime(now + '\x03' + QByteArray(65, 'a')), "QDateTime");
}

void TestDateCodecs::malformedOnesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, type);
    const QString expected =
        QStringLiteral("expected ") + type + QStringLiteral(", received an extension with malformed content");
    QCOMPARE(decodeError<QVariant>(bytes), expected);
}

void TestDateCodecs::timestampsOfMsgpackAreRead()
{
    QCOMPARE(decoded<QDateTime>(hex("d6ff00000001")), QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC));
    // 500 000 000 ns and 2^34 - 1 s
    QCOMPARE(decoded<QDateTime>(hex("d7ff77359403ffffffff")),
             QDateTime::fromMSecsSinceEpoch(((qint64(1) << 34) - 1) * 1000 + 500, Qt::UTC));
    QCOMPARE(decoded<QDateTime>(hex("c70cff3b9ac9ffffffffffffffffff")),
             QDateTime::fromMSecsSinceEpoch(-1, Qt::UTC));
    QCOMPARE(decoded<QVariant>(hex("d6ff00000001")), QVariant(QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC)));
    QVERIFY(!decoded<QDateTime>(hex("c70cff3b9aca000000000000000001"))); // 1e9 ns
    QVERIFY(!decoded<QDateTime>(hex("c70cff000000007fffffffffffffff"))); // no such millisecond
    QVERIFY(!decoded<QDateTime>(hex("c700ff")));
}

QTEST_GUILESS_MAIN(TestDateCodecs)
#include "tst_datecodecs.moc"
