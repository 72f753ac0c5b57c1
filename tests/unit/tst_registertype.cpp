// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qvariant.h>
#include <QtTest/qtest.h>

#include <stdexcept>

using namespace heliograph;

namespace {

struct Money
{
    qint64 cents = 0;
    QString currency;

    bool operator==(const Money &) const = default;
};

void packMoney(Encoder &encoder, const Money &money)
{
    if (money.cents < 0)
        return encoder.fail(QStringLiteral("debts are not sent"));
    encoder.writeInt(money.cents);
    encoder.writeString(money.currency);
}

bool unpackMoney(Decoder &decoder, Money &money)
{
    return decoder.readInt(money.cents, 0, 1'000'000, "cents") && decoder.readString(money.currency);
}

struct Second
{
};

struct Thrower
{
};

struct Late
{
    int value = 0;
};

struct Endless
{
    QVariant value;
};

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class TestRegisterType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aRegisteredTypeSurvives();
    void itWorksInContainersAndVariants();
    void refusalsNameTheType();
    void exceptionsBecomeFailures();
    void codesAndTypesAreTakenOnce();
    void aTypeMayBeRegisteredAfterItsCodecWasAskedFor();
    void templatesAreMadeKnownWithoutFunctions();
    void contentCountsForTheDepth();
};

void TestRegisterType::initTestCase()
{
    QVERIFY(registerType<Money>(40, packMoney, unpackMoney));
}

void TestRegisterType::aRegisteredTypeSurvives()
{
    const Money money{250, QStringLiteral("EUR")};
    QCOMPARE(encoded(money), hex("c70728ccfaa3455552").replace(1, 1, "\x06"));
    QCOMPARE(roundTrip(money), money);
    QCOMPARE(matchOf<Money>(encoded(money)), TypeCodec::Match::Exact);
    QCOMPARE(matchOf<Money>(hex("01")), TypeCodec::Match::None);
}

void TestRegisterType::itWorksInContainersAndVariants()
{
    const QList<Money> list{{1, QStringLiteral("A")}, {2, QString()}};
    QCOMPARE(roundTrip(list), list);
    QVERIFY(findTypeCodec(QMetaType::fromType<QList<Money>>()));
    const auto variant = roundTrip(QVariant::fromValue(list.first()));
    QVERIFY(variant);
    QCOMPARE(variant->value<Money>(), list.first());
}

void TestRegisterType::refusalsNameTheType()
{
    const QString money = QString::fromUtf8(QMetaType::fromType<Money>().name());
    QCOMPARE(encodeError(Money{-1, {}}), QString(money + QStringLiteral(": debts are not sent")));
    QCOMPARE(decodeError<Money>(hex("d428c0")),
             QString(money + QStringLiteral(": expected cents, received nil")));
    QCOMPARE(decodeError<Money>(hex("c7032801a001")),
             QString(money + QStringLiteral(": bytes follow the value")));
    QCOMPARE(decodeError<Money>(hex("d429c0")),
             QString(QStringLiteral("expected ") + money + QStringLiteral(", received extension 41")));
    QVERIFY(decodeError<QList<Money>>(hex("91d428c0")).startsWith(QStringLiteral("[0]: ")));
}

void TestRegisterType::exceptionsBecomeFailures()
{
    QVERIFY(registerType<Thrower>(
        41, [](Encoder &, const Thrower &) { throw std::runtime_error("no packing"); },
        [](Decoder &, Thrower &) -> bool { throw 1; }));
    QVERIFY(encodeError(Thrower()).endsWith(QStringLiteral("Thrower: no packing")));
    QVERIFY(
        decodeError<Thrower>(hex("c70029")).endsWith(QStringLiteral("Thrower: its unpack function threw")));
}

void TestRegisterType::codesAndTypesAreTakenOnce()
{
    const auto pack = [](Encoder &, const auto &) {};
    const auto unpack = [](Decoder &, auto &) { return true; };
    const auto expectWarning = [](const char *end) {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("cannot be registered as extension .*")
                                                + QString::fromLatin1(end) + QLatin1Char('$')));
    };
    expectWarning("that code belongs to type .*Money");
    QVERIFY(!registerType<Second>(40, pack, unpack));
    expectWarning("this type has a codec already");
    QVERIFY(!registerType<Money>(42, pack, unpack));
    expectWarning("this type has a codec already");
    QVERIFY(!registerType<QString>(42, pack, unpack));
    for (const int code : {-1, 0, 31, 128, 40 + 256}) {
        expectWarning("the application's codes are 32 to 127");
        QVERIFY(!registerType<Second>(code, pack, unpack));
    }
    QVERIFY(registerType<Second>(42, pack, unpack));
}

void TestRegisterType::aTypeMayBeRegisteredAfterItsCodecWasAskedFor()
{
    const TypeCodec &early = codecFor<Late>();
    QVERIFY(encodeError(Late{5}).contains(QStringLiteral("register it")));
    QVERIFY(registerType<Late>(
        43, [](Encoder &encoder, const Late &late) { encoder.writeInt(late.value); },
        [](Decoder &decoder, Late &late) { return codecFor<int>().decode(decoder, &late.value); }));
    const Late late{5};
    QCOMPARE(encodedBy(early, &late), hex("d42b05"));
    QCOMPARE(roundTrip(late)->value, 5);
}

void TestRegisterType::templatesAreMadeKnownWithoutFunctions()
{
    using Rare = std::optional<QMap<int, std::optional<Money>>>;
    QVERIFY(!findTypeCodec(QMetaType::fromType<Rare>()));
    QVERIFY(registerType<Rare>());
    QVERIFY(findTypeCodec(QMetaType::fromType<Rare>()));
    struct Stranger
    {
    };
    QVERIFY(!registerType<Stranger>());
}

void TestRegisterType::contentCountsForTheDepth()
{
    QVERIFY(registerType<Endless>(
        44,
        [](Encoder &encoder, const Endless &endless) {
            codecFor<QVariant>().encode(encoder, &endless.value);
        },
        [](Decoder &decoder, Endless &endless) {
            return codecFor<QVariant>().decode(decoder, &endless.value);
        }));
    QVariant value;
    for (int i = 0; i < 32; ++i)
        value = QVariantList{QVariant::fromValue(Endless{value})};
    QVERIFY(encodeError(value).isNull());
    QVERIFY(decoded<QVariant>(encoded(value)));
    value = QVariantList{QVariant::fromValue(Endless{value})};
    QVERIFY(encodeError(value).contains(QStringLiteral("32 deep")));
}

QTEST_GUILESS_MAIN(TestRegisterType)
#include "tst_registertype.moc"
