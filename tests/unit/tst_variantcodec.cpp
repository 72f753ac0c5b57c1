// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/variantcodec.h"
#include "roundtrip.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qrect.h>
#include <QtCore/qurl.h>
#include <QtCore/quuid.h>
#include <QtTest/qtest.h>

#include <cmath>
#include <limits>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// \a levels lists inside each other.
QVariant nest(int levels)
{
    QVariant value = QVariantList();
    for (int i = 1; i < levels; ++i)
        value = QVariantList{value};
    return value;
}

} // namespace

class TestVariantCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesKeepTheirTypes_data();
    void valuesKeepTheirTypes();
    void integersTakeTheSmallestTypeThatFits();
    void otherTypesTravelInTheirOwnForm();
    void variantsOfVariantsAreUnwrapped();
    void nestingEndsAtTheLimitOnBothEnds();
    void jsonIsNatural();
    void jsonKeepsLargeIntegers();
    void jsonRefusesWhatItCannotHold();
};

void TestVariantCodec::valuesKeepTheirTypes_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::newRow("invalid") << QVariant();
    QTest::newRow("bool") << QVariant(true);
    QTest::newRow("int") << QVariant(-5);
    QTest::newRow("qlonglong") << QVariant(qint64(1) << 40);
    QTest::newRow("qulonglong") << QVariant(std::numeric_limits<quint64>::max());
    QTest::newRow("double") << QVariant(2.0);
    QTest::newRow("string") << QVariant(QStringLiteral("text"));
    QTest::newRow("bytes") << QVariant(QByteArray("\xff"));
    QTest::newRow("list") << QVariant(QVariantList{1, QVariantList{QVariant()}, QStringLiteral("x")});
    QTest::newRow("map") << QVariant(QVariantMap{{QStringLiteral("k"), QVariantMap()}});
    QTest::newRow("date") << QVariant(QDate(2026, 5, 4));
    QTest::newRow("time") << QVariant(QTime(23, 59, 59, 999));
    QTest::newRow("date-time") << QVariant(QDateTime(QDate(2026, 5, 4), QTime(3, 2), Qt::UTC));
    QTest::newRow("url") << QVariant(QUrl(QStringLiteral("http://example.org/")));
    QTest::newRow("uuid") << QVariant(QUuid(QStringLiteral("{67c8770b-44f1-410a-ab9a-f9b5446f13ee}")));
    QTest::newRow("char") << QVariant(QChar(u'c'));
    QTest::newRow("rect") << QVariant(QRect(1, 2, 3, 4));
    QTest::newRow("rectf") << QVariant(QRectF(1, 2, 3, 4));
    QTest::newRow("point") << QVariant(QPoint(1, 2));
    QTest::newRow("size") << QVariant(QSizeF(1, 2));
    QTest::newRow("duration") << QVariant::fromValue(std::chrono::nanoseconds(5));
}

void TestVariantCodec::valuesKeepTheirTypes()
{
    QFETCH(QVariant, value);
    const std::optional<QVariant> back = roundTrip(value);
    QVERIFY(back);
    QCOMPARE(back->metaType(), value.metaType());
    QCOMPARE(*back, value);
}

void TestVariantCodec::integersTakeTheSmallestTypeThatFits()
{
    QCOMPARE(decoded<QVariant>(hex("d380000000ffffffff"))->typeId(), int(QMetaType::LongLong));
    QCOMPARE(decoded<QVariant>(hex("d300000000000000ff"))->typeId(), int(QMetaType::Int));
    QCOMPARE(decoded<QVariant>(hex("ce7fffffff"))->typeId(), int(QMetaType::Int));
    QCOMPARE(decoded<QVariant>(hex("ce80000000"))->typeId(), int(QMetaType::LongLong));
    QCOMPARE(decoded<QVariant>(hex("cf8000000000000000"))->typeId(), int(QMetaType::ULongLong));
    QCOMPARE(decoded<QVariant>(hex("ca3f800000")), QVariant(1.0));
}

void TestVariantCodec::otherTypesTravelInTheirOwnForm()
{
    QCOMPARE(encoded(QVariant(QStringList{QStringLiteral("a")})), hex("91a161"));
    QCOMPARE(encoded(QVariant(QVariantHash{{QStringLiteral("a"), 1}})), hex("81a16101"));
    QCOMPARE(encoded(QVariant::fromValue(1.5f)), hex("ca3fc00000"));
    QCOMPARE(encoded(QVariant::fromValue(nullptr)), hex("c0"));
    QCOMPARE(encoded(QVariant::fromValue(std::optional<int>(3))), hex("03"));
    QCOMPARE(encoded(QVariant::fromValue(QMap<int, QString>{{1, QString()}})), hex("8101a0"));
    QCOMPARE(encoded(QVariant(QMetaType::fromType<QString>())), hex("a0"));
}

void TestVariantCodec::variantsOfVariantsAreUnwrapped()
{
    const QVariant inner(7);
    const QVariant outer(QMetaType::fromType<QVariant>(), &inner);
    QCOMPARE(encoded(outer), hex("07"));
}

void TestVariantCodec::nestingEndsAtTheLimitOnBothEnds()
{
    QVERIFY(roundTrip(nest(32)) == nest(32));
    QCOMPARE(encodeError(nest(33)), QStringLiteral("arrays and maps more than 32 deep cannot be sent"));
    QVERIFY(decodeError<QVariant>(hex("91").repeated(32) + hex("90"))
                .endsWith(QStringLiteral("32 deep are refused")));
    QVERIFY(encodeError(nest(10000)).contains(QStringLiteral("32 deep")));
}

void TestVariantCodec::jsonIsNatural()
{
    const QJsonObject object{
        {QStringLiteral("list"), QJsonArray{1, 2.5, QStringLiteral("x"), true, QJsonValue()}},
        {QStringLiteral("object"), QJsonObject{{QStringLiteral("k"), QJsonArray()}}}};
    QCOMPARE(roundTrip(object), object);
    QCOMPARE(roundTrip(QJsonArray{object, QJsonValue()}), (QJsonArray{object, QJsonValue()}));
    QCOMPARE(roundTrip(QJsonValue(object)), QJsonValue(object));
    QCOMPARE(roundTrip(QJsonValue()), QJsonValue());
    QCOMPARE(encoded(QJsonValue(5)), hex("05"));
    QCOMPARE(encoded(QVariant(object)), encoded(object));
}

void TestVariantCodec::jsonKeepsLargeIntegers()
{
    const qint64 large = (qint64(1) << 53) + 1;
    QCOMPARE(roundTrip(QJsonValue(large))->toInteger(), large);
    const qint64 smallest = std::numeric_limits<qint64>::min();
    QCOMPARE(roundTrip(QJsonArray{smallest})->first().toInteger(), smallest);
}

void TestVariantCodec::jsonRefusesWhatItCannotHold()
{
    QCOMPARE(decodeError<QJsonValue>(hex("c40161")), QStringLiteral("expected QJsonValue, received bytes"));
    QCOMPARE(decodeError<QJsonObject>(hex("81a16bd40000")),
             QStringLiteral("k: expected QJsonValue, received extension 0"));
    QVERIFY(!decoded<QJsonValue>(hex("cfffffffffffffffff")));
    QVERIFY(!decoded<QJsonValue>(hex("cb7ff8000000000000")));
    QCOMPARE(decodeError<QJsonObject>(hex("82a16101a16102")), QStringLiteral("duplicate key \"a\""));
    QCOMPARE(decodeError<QJsonObject>(hex("90")), QStringLiteral("expected QJsonObject, received array"));
    QCOMPARE(decodeError<QJsonArray>(hex("9201") + hex("81a161c1")),
             QStringLiteral("[1].a: expected QJsonValue, received the invalid byte c1"));
    QVERIFY(decodeError<QJsonValue>(hex("91").repeated(33)).endsWith(QStringLiteral("32 deep are refused")));
}

QTEST_GUILESS_MAIN(TestVariantCodec)
#include "tst_variantcodec.moc"
