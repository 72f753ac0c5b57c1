// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtCore/qchar.h>
#include <QtCore/qpoint.h>
#include <QtCore/qrect.h>
#include <QtCore/qsize.h>
#include <QtCore/qurl.h>
#include <QtCore/quuid.h>
#include <QtTest/qtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <variant>

using namespace heliograph;
using Match = TypeCodec::Match;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

template <typename T>
bool survives(const T &value)
{
    const std::optional<T> back = roundTrip(value);
    return back && *back == value;
}

template <typename T>
bool limitsSurvive()
{
    using Limits = std::numeric_limits<T>;
    return survives(Limits::min()) && survives(Limits::lowest()) && survives(Limits::max()) && survives(T(0))
           && survives(T(1));
}

struct NobodyKnowsMe
{
    int value = 0;
};

} // namespace

class TestTypeCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersSurvive();
    void nilIsNothing();
    void textSurvives();
    void bytesAreNotText();
    void charactersAreUnitsOrShortStrings();
    void urlsAreStrict();
    void uuidsAreSixteenBytes();
    void geometrySurvives();
    void geometryThatOverflowsIsRefused();
    void durationsConvertExactlyOrNot();
    void optionalsAreNilOrTheirValue();
    void overloadsAreToldApartByKind();
    void typesThatNobodyKnowsFailWithAdvice();
    void pointersHaveNoCodec();
    void aCodecIsFoundOnlyOnce();
    void theTableKeepsTheFirstCodec();
};

void TestTypeCodec::numbersSurvive()
{
    QVERIFY(survives(true) && survives(false));
    QVERIFY(limitsSurvive<char>() && limitsSurvive<signed char>() && limitsSurvive<uchar>());
    QVERIFY(limitsSurvive<short>() && limitsSurvive<ushort>() && limitsSurvive<int>()
            && limitsSurvive<uint>());
    QVERIFY(limitsSurvive<long>() && limitsSurvive<ulong>() && limitsSurvive<qint64>()
            && limitsSurvive<quint64>());
    QVERIFY(limitsSurvive<float>() && limitsSurvive<double>());
    QVERIFY(survives(-std::numeric_limits<double>::infinity()));
    QVERIFY(std::isnan(*roundTrip(std::numeric_limits<double>::quiet_NaN())));
    QVERIFY(std::signbit(*roundTrip(-0.0)));
}

void TestTypeCodec::nilIsNothing()
{
    QCOMPARE(encoded(nullptr), hex("c0"));
    QCOMPARE(encoded(std::monostate()), hex("c0"));
    QVERIFY(decoded<std::nullptr_t>(hex("c0")));
    QCOMPARE(decodeError<std::nullptr_t>(hex("00")), QStringLiteral("expected nil, received int"));
}

void TestTypeCodec::textSurvives()
{
    QVERIFY(survives(QString()) && survives(QStringLiteral("Grüße 日本 😀"))
            && survives(QString(70000, QLatin1Char('x'))));
    QVERIFY(survives(std::string()) && survives(std::string("caf\xc3\xa9"))
            && survives(std::string("a\0b", 3)));
    QCOMPARE(encodeError(std::string("\xff")),
             QStringLiteral("a string that is not valid UTF-8 cannot be sent"));
    QCOMPARE(decodeError<std::string>(hex("c0")), QStringLiteral("expected std::string, received nil"));
    QCOMPARE(decodeError<std::string>(hex("a1ff")), QStringLiteral("expected a string in valid UTF-8"));
}

void TestTypeCodec::bytesAreNotText()
{
    QVERIFY(survives(QByteArray("\0\xff\x80", 3)) && survives(QByteArray("")));
    QCOMPARE(encoded(QByteArray("ab")), hex("c4026162"));
    QCOMPARE(matchOf<QByteArray>(hex("a161")), Match::None);
    QCOMPARE(matchOf<QString>(hex("c40161")), Match::None);
}

void TestTypeCodec::charactersAreUnitsOrShortStrings()
{
    QVERIFY(survives(QChar(u'x')) && survives(QChar(0xffff)) && survives(QChar(0xd800)));
    QCOMPARE(encoded(QChar(u'x')), hex("d50c0078"));
    QCOMPARE(decoded<QChar>(hex("a2c3a9")), QChar(0xe9));
    QCOMPARE(decodeError<QChar>(hex("a26162")),
             QStringLiteral("expected QChar, received a string of another length than 1"));
    QVERIFY(!decoded<QChar>(hex("a4f09f9880"))); // two units
    QVERIFY(!decoded<QChar>(hex("d40c78")));
    QCOMPARE(matchOf<QChar>(hex("a161")), Match::Convertible);
    QCOMPARE(matchOf<QChar>(hex("d50c0078")), Match::Exact);
}

void TestTypeCodec::urlsAreStrict()
{
    QVERIFY(survives(QUrl()) && survives(QUrl(QStringLiteral("https://example.org/a%20b?q=ä#f"))));
    QVERIFY(survives(QUrl(QStringLiteral("relative/path"))));
    QVERIFY(!encodeError(QUrl(QStringLiteral("http://[broken"))).isEmpty());
    QCOMPARE(decodeError<QUrl>(hex("c70904") + "http://[x"),
             QStringLiteral("expected QUrl, received an extension with malformed content"));
    QVERIFY(!decoded<QUrl>(hex("c70404") + "a\xff/b"));
}

void TestTypeCodec::uuidsAreSixteenBytes()
{
    const QUuid id(QStringLiteral("{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"));
    QVERIFY(survives(id) && survives(QUuid()));
    QCOMPARE(encoded(id), hex("d80567c8770b44f1410aab9af9b5446f13ee"));
    QVERIFY(!decoded<QUuid>(hex("d70567c8770b44f1410a")));
}

void TestTypeCodec::geometrySurvives()
{
    constexpr int min = std::numeric_limits<int>::min();
    constexpr int max = std::numeric_limits<int>::max();
    QVERIFY(survives(QPoint(min, max)) && survives(QPointF(-0.5, 1e300)));
    QVERIFY(survives(QSize(min, max)) && survives(QSize()) && survives(QSizeF(0.25, 1e-300)));
    QVERIFY(survives(QRect(-3, 4, 5, 0)) && survives(QRect()) && survives(QRectF(1.5, -2.5, 3, 4)));
    QCOMPARE(encoded(QPoint(1, -2)), hex("d70600000001fffffffe"));
    QCOMPARE(encoded(QRect(1, 2, 3, 4)), hex("d80a00000001000000020000000300000004"));
    QCOMPARE(decodeError<QPoint>(hex("d60600000001")),
             QStringLiteral("expected QPoint, received an extension with malformed content"));
    QCOMPARE(decodeError<QPoint>(hex("d70800000001fffffffe")),
             QStringLiteral("expected QPoint, received extension 8"));
}

void TestTypeCodec::geometryThatOverflowsIsRefused()
{
    QVERIFY(decoded<QRect>(hex("d80a") + hex("7fffffff000000000000000100000000")));
    QVERIFY(!decoded<QRect>(hex("d80a") + hex("7fffffff000000000000000200000000")));
    QVERIFY(!decoded<QRect>(hex("d80a7fffffff000000008000000000000000"))); // a width that QRect cannot tell
    constexpr int min = std::numeric_limits<int>::min();
    constexpr int max = std::numeric_limits<int>::max();
    QVERIFY(!encodeError(QRect(QPoint(min, 0), QPoint(max, 0))).isEmpty());
    QVERIFY(survives(QRect(QPoint(min, 0), QPoint(-2, 0))));
    QVERIFY(!decoded<QRect>(hex("d80a") + hex("00000000800000000000000080000000")));
}

void TestTypeCodec::durationsConvertExactlyOrNot()
{
    using namespace std::chrono;
    QVERIFY(survives(nanoseconds(-1)) && survives(nanoseconds::max()) && survives(nanoseconds::min()));
    QVERIFY(survives(1500us) && survives(20ms) && survives(30s) && survives(5min) && survives(-48h)
            && survives(days(3)));
    QCOMPARE(encoded(2s), hex("d70d0000000077359400"));
    QCOMPARE(decoded<milliseconds>(encoded(2s)), milliseconds(2000));
    QCOMPARE(decoded<seconds>(encoded(2000ms)), 2s);
    QCOMPARE(decodeError<seconds>(encoded(2500ms)).section(QLatin1Char(','), -2),
             QStringLiteral(" received 2500000000 ns, which it cannot hold exactly"));
    QVERIFY(encodeError(hours(3'000'000)).contains(QStringLiteral("below 292 years")));
    QVERIFY(!decoded<duration<qint8>>(encoded(200s)));
    QCOMPARE(decoded<duration<qint8>>(encoded(100s)), duration<qint8>(100));
    QVERIFY(!encodeError(duration<qint64, std::pico>(1500)).isEmpty());
    QVERIFY(survives(duration<qint64, std::pico>(3000)));
}

void TestTypeCodec::optionalsAreNilOrTheirValue()
{
    QVERIFY(survives(std::optional<int>()) && survives(std::optional<int>(7)));
    QVERIFY(survives(std::optional<QString>(QStringLiteral("x"))));
    QVERIFY(survives(QList<std::optional<double>>{1.5, std::nullopt}));
    QCOMPARE(encoded(std::optional<int>()), hex("c0"));
    QCOMPARE(encoded(std::optional<int>(7)), hex("07"));
    QCOMPARE(decodeError<std::optional<int>>(hex("a0")), QStringLiteral("expected int, received string"));
    QCOMPARE(matchOf<std::optional<int>>(hex("c0")), Match::Exact);
    QCOMPARE(matchOf<std::optional<int>>(hex("a0")), Match::None);
    QVERIFY(findTypeCodec(QMetaType::fromType<std::optional<QByteArray>>())); // without codecFor
}

void TestTypeCodec::overloadsAreToldApartByKind()
{
    const QByteArray number = hex("05");
    QCOMPARE(matchOf<int>(number), Match::Exact);
    QCOMPARE(matchOf<double>(number), Match::Convertible);
    QCOMPARE(matchOf<QVariant>(number), Match::Convertible);
    QCOMPARE(matchOf<QString>(number), Match::None);
    QCOMPARE(matchOf<bool>(number), Match::None);
    QCOMPARE(matchOf<double>(hex("cb0000000000000000")), Match::Exact);
    QCOMPARE(matchOf<float>(hex("cb0000000000000000")), Match::Convertible);
    QCOMPARE(matchOf<int>(hex("cb0000000000000000")), Match::None);
    QCOMPARE(matchOf<QPoint>(hex("d70600000001fffffffe")), Match::Exact);
    QCOMPARE(matchOf<QSize>(hex("d70600000001fffffffe")), Match::None);
    QCOMPARE(matchOf<QVariant>(hex("c1")), Match::None);
    QCOMPARE(matchOf<QList<int>>(hex("90")), Match::Exact);
    QCOMPARE(matchOf<QVariantMap>(hex("90")), Match::None);
}

void TestTypeCodec::typesThatNobodyKnowsFailWithAdvice()
{
    const QString advice = QStringLiteral("cannot be sent: register it with heliograph::registerType");
    QVERIFY(!findTypeCodec(QMetaType::fromType<NobodyKnowsMe>()));
    QVERIFY(encodeError(NobodyKnowsMe()).endsWith(QStringLiteral("NobodyKnowsMe ") + advice));
    QVERIFY(decodeError<NobodyKnowsMe>(hex("01")).startsWith(QStringLiteral("type ")));
    QVERIFY(encodeError(QList<NobodyKnowsMe>{{}}).endsWith(advice));
    QVERIFY(encodeError(QVariant::fromValue(NobodyKnowsMe())).endsWith(advice));
    QCOMPARE(matchOf<NobodyKnowsMe>(hex("01")), Match::None);
}

void TestTypeCodec::pointersHaveNoCodec()
{
    QVERIFY(!findTypeCodec(QMetaType::fromType<QObject *>()));
    QVERIFY(!findTypeCodec(QMetaType::fromType<void *>()));
    QVERIFY(!findTypeCodec(QMetaType::fromType<QList<QObject *>>()));
    QVERIFY(!findTypeCodec(QMetaType::fromType<void>()));
    QVERIFY(!findTypeCodec(QMetaType()));
    QVERIFY(
        encodeError(QVariant::fromValue<QObject *>(this)).startsWith(QStringLiteral("type QObject* cannot")));
}

void TestTypeCodec::aCodecIsFoundOnlyOnce()
{
    QCOMPARE(&codecFor<int>(), findTypeCodec(QMetaType::fromType<int>()));
    QCOMPARE((&codecFor<QMap<int, QList<QString>>>()),
             (findTypeCodec(QMetaType::fromType<QMap<int, QList<QString>>>())));
    QCOMPARE(codecFor<qint64>().typeName(), QByteArray("qlonglong"));
}

void TestTypeCodec::theTableKeepsTheFirstCodec()
{
    const TypeCodec *first = findTypeCodec(QMetaType::fromType<QList<int>>());
    const TypeCodec &kept =
        addTypeCodec(std::make_unique<detail::SequenceCodec<QList<int>>>(codecFor<int>()));
    QCOMPARE(&kept, first);
}

QTEST_GUILESS_MAIN(TestTypeCodec)
#include "tst_typecodec.moc"
