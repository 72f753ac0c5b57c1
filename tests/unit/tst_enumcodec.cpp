// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

enum class NotListed { One = 1 };

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class Shapes
{
    Q_GADGET

public:
    enum class Colour { Red = 1, Green = 2, Blue = -7 };
    Q_ENUM(Colour)
    enum class Tiny : quint8 { Low = 0, High = 200 };
    Q_ENUM(Tiny)
    enum class Wide : quint32 { Top = 0x80000000u };
    Q_ENUM(Wide)
    enum Edge { Left = 1, Right = 2, Top = 4 };
    Q_DECLARE_FLAGS(Edges, Edge)
    Q_FLAG(Edges)
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Shapes::Edges)

class TestEnumCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listedValuesSurvive();
    void otherValuesAreRefusedOnBothEnds();
    void namesAreReadToo();
    void flagsCombineListedBits();
    void qtsOwnEnumsAreKnown();
    void enumsWithoutAListHaveNoCodec();
};

void TestEnumCodec::listedValuesSurvive()
{
    for (const auto colour : {Shapes::Colour::Red, Shapes::Colour::Green, Shapes::Colour::Blue})
        QCOMPARE(roundTrip(colour), colour);
    QCOMPARE(roundTrip(Shapes::Tiny::High), Shapes::Tiny::High);
    QCOMPARE(roundTrip(Shapes::Wide::Top), Shapes::Wide::Top);
    QCOMPARE(encoded(Shapes::Colour::Blue), hex("f9"));
    QCOMPARE(encoded(Shapes::Tiny::High), hex("ccc8"));
    QCOMPARE(encoded(Shapes::Wide::Top), hex("ce80000000"));
    QCOMPARE(matchOf<Shapes::Colour>(hex("01")), TypeCodec::Match::Exact);
}

void TestEnumCodec::otherValuesAreRefusedOnBothEnds()
{
    QCOMPARE(decodeError<Shapes::Colour>(hex("03")),
             QStringLiteral("expected Shapes::Colour, received 3, which is none of its values"));
    QCOMPARE(encodeError(Shapes::Colour(3)), QStringLiteral("3 is no value of Shapes::Colour"));
    QVERIFY(!decoded<Shapes::Colour>(hex("cf0000000100000001"))); // its low 32 bits would be Red
    QVERIFY(!decoded<Shapes::Tiny>(hex("cd0100")));               // its low 8 bits would be Low
    QCOMPARE(decodeError<Shapes::Colour>(hex("c0")), QStringLiteral("expected Shapes::Colour, received nil"));
}

void TestEnumCodec::namesAreReadToo()
{
    QCOMPARE(decoded<Shapes::Colour>(hex("a5") + "Green"), Shapes::Colour::Green);
    QCOMPARE(decodeError<Shapes::Colour>(hex("a4") + "Gold"),
             QStringLiteral("expected Shapes::Colour, received \"Gold\", which is none of its values"));
    QCOMPARE(matchOf<Shapes::Colour>(hex("a0")), TypeCodec::Match::Convertible);
}

void TestEnumCodec::flagsCombineListedBits()
{
    const Shapes::Edges edges = Shapes::Left | Shapes::Top;
    QCOMPARE(encoded(edges), hex("05"));
    QCOMPARE(roundTrip(edges), edges);
    QCOMPARE(roundTrip(Shapes::Edges()), Shapes::Edges());
    QVERIFY(decodeError<Shapes::Edges>(hex("08")).endsWith(
        QStringLiteral("received 8, which is none of its values")));
    QVERIFY(!decoded<Shapes::Edges>(hex("ff")));
    QVERIFY(!decoded<Shapes::Edges>(hex("cf0000000100000001")));
    QVERIFY(!decoded<Shapes::Edges>(hex("a4") + "Left"));
    QVERIFY(!encodeError(Shapes::Edges::fromInt(8)).isEmpty());
}

void TestEnumCodec::qtsOwnEnumsAreKnown()
{
    QCOMPARE(roundTrip(Qt::Vertical), Qt::Vertical);
    const Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignBottom;
    QCOMPARE(roundTrip(alignment), alignment);
    const QList<Qt::Orientation> list{Qt::Vertical, Qt::Horizontal};
    QCOMPARE(roundTrip(list), list);
}

void TestEnumCodec::enumsWithoutAListHaveNoCodec()
{
    QVERIFY(!findTypeCodec(QMetaType::fromType<NotListed>()));
    QVERIFY(!findTypeCodec(QMetaType::fromType<Shapes::Edge>())); // Q_FLAG tells of the flags only
    QVERIFY(encodeError(NotListed::One).contains(QStringLiteral("cannot be sent")));
}

QTEST_GUILESS_MAIN(TestEnumCodec)
#include "tst_enumcodec.moc"
