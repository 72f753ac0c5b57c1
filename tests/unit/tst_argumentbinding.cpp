// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/argumentbinding.h"

#include "meta/arguments.h"
#include "session/methods.h"

#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

/// \a text is hexadecimal.
QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

std::shared_ptr<Method> twoParameters(qsizetype required = -1)
{
    return makeMethod(
        "f", [](int, const QString &) {}, {"number", "text"}, required);
}

std::shared_ptr<Method> taking(auto callable)
{
    return makeMethod("f", callable);
}

} // namespace

class TestArgumentBinding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void argumentsAreBoundByPositionAndByName_data();
    void argumentsAreBoundByPositionAndByName();
    void parametersWithDefaultsMayBeMissing();
    void onlyTheRightNumberOfArgumentsIsTaken();
    void whatDoesNotFitIsExplained_data();
    void whatDoesNotFitIsExplained();
    void aMethodWithoutParametersTakesNothing();
    void theOnlyOverloadIsTakenUnseen();
    void exactOverloadsWinOverConversions();
    void overloadsDifferByNumberOfArguments();
    void namesChooseOverloads();
    void equallyGoodOverloadsAreAmbiguous();
    void candidatesAreListedWhenNoneSuits();
    void garbageSuitsNoOverload();
};

void TestArgumentBinding::argumentsAreBoundByPositionAndByName_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("by position") << hex("92 07 a2 68 69");
    QTest::newRow("one of each") << hex("91 07 81 a4 74657874 a2 68 69");
    QTest::newRow("by name") << hex("90 82 a6 6e756d626572 07 a4 74657874 a2 68 69");
    QTest::newRow("by name, the other way round") << hex("90 82 a4 74657874 a2 68 69 a6 6e756d626572 07");
    QTest::newRow("with an empty map") << hex("92 07 a2 68 69 80");
}

void TestArgumentBinding::argumentsAreBoundByPositionAndByName()
{
    QFETCH(const QByteArray, payload);
    const std::shared_ptr<Method> method = twoParameters();
    Arguments arguments(*method);
    qsizetype given = 0;
    const std::optional<Error> error = bindArguments(*method, payload, arguments, given);
    QVERIFY2(!error, error ? qPrintable(error->message()) : "");
    QCOMPARE(given, 2);
    QCOMPARE(*static_cast<int *>(arguments.argument(0)), 7);
    QCOMPARE(*static_cast<QString *>(arguments.argument(1)), QStringLiteral("hi"));
}

void TestArgumentBinding::parametersWithDefaultsMayBeMissing()
{
    const std::shared_ptr<Method> method = twoParameters(1);
    Arguments arguments(*method);
    qsizetype given = 0;
    QVERIFY(!bindArguments(*method, hex("91 07"), arguments, given));
    QCOMPARE(given, 1);
    QVERIFY(!bindArguments(*method, hex("90 81 a6 6e756d626572 08"), arguments, given));
    QCOMPARE(given, 1);
    QCOMPARE(*static_cast<int *>(arguments.argument(0)), 8);
    QVERIFY(bindArguments(*method, hex("90"), arguments, given));
    QVERIFY(bindArguments(*method, hex("90 81 a4 74657874 a0"), arguments, given)); // a hole
}

void TestArgumentBinding::onlyTheRightNumberOfArgumentsIsTaken()
{
    const std::shared_ptr<Method> method = taking([](int, int, int) {});
    Arguments arguments(*method);
    qsizetype given = 0;
    for (quint32 count = 0; count <= 256; ++count) {
        Encoder payload;
        payload.writeArray(count);
        for (quint32 i = 0; i < count; ++i)
            payload.writeUInt(1);
        QCOMPARE(!bindArguments(*method, payload.data(), arguments, given), count == 3);
    }
}

void TestArgumentBinding::whatDoesNotFitIsExplained_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("reason");
    QTest::newRow("nothing at all") << QByteArray() << QString();
    QTest::newRow("no array") << hex("07") << QStringLiteral("array");
    QTest::newRow("a map instead") << hex("80") << QStringLiteral("array");
    QTest::newRow("too few") << hex("91 07") << QStringLiteral("argument 2 (\"text\") is missing");
    QTest::newRow("too many") << hex("93 07 a0 07") << QStringLiteral("3 arguments given, at most 2");
    QTest::newRow("an array of 4 G") << hex("dd ff ff ff ff 07") << QString();
    QTest::newRow("a map of 4 G") << hex("92 07 a0 df ff ff ff ff") << QString();
    QTest::newRow("wrong type") << hex("92 a1 37 a0") << QStringLiteral("argument 1 (\"number\")");
    QTest::newRow("out of range") << hex("92 cf 00 00 00 01 00 00 00 00 a0") << QStringLiteral("argument 1");
    QTest::newRow("unknown name") << hex("91 07 81 a3 666f6f a0") << QStringLiteral("no parameter \"foo\"");
    QTest::newRow("empty name") << hex("91 07 81 a0 a0") << QStringLiteral("no parameter \"\"");
    QTest::newRow("a name that is none") << hex("91 07 81 05 a0") << QString();
    QTest::newRow("by position and by name")
        << hex("92 07 a0 81 a6 6e756d626572 07") << QStringLiteral("(\"number\") is given twice");
    QTest::newRow("by name twice") << hex("91 07 82 a4 74657874 a0 a4 74657874 a0")
                                   << QStringLiteral("(\"text\") is given twice");
    QTest::newRow("cut off") << hex("92 07") << QString();
    QTest::newRow("bytes behind") << hex("92 07 a0 80 00") << QString();
    QTest::newRow("names are no map") << hex("92 07 a0 90") << QStringLiteral("map");
}

void TestArgumentBinding::whatDoesNotFitIsExplained()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, reason);
    const std::shared_ptr<Method> method = twoParameters();
    Arguments arguments(*method);
    qsizetype given = 0;
    const std::optional<Error> error = bindArguments(*method, payload, arguments, given);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::WrongArguments);
    QVERIFY2(error->message().contains(reason), qPrintable(error->message()));
    QVERIFY2(error->message().startsWith(QString::fromUtf8(method->signature()) + u": "),
             qPrintable(error->message()));
    QVERIFY(error->message().size() > qsizetype(method->signature().size()) + 2); // there is a reason
    QVERIFY(!bindArguments(*method, hex("92 07 a0"), arguments, given));
}

void TestArgumentBinding::aMethodWithoutParametersTakesNothing()
{
    const std::shared_ptr<Method> method = taking([] {});
    Arguments arguments(*method);
    qsizetype given = 5;
    QVERIFY(!bindArguments(*method, hex("90"), arguments, given));
    QCOMPARE(given, 0);
    QVERIFY(bindArguments(*method, hex("91 c0"), arguments, given));
    QVERIFY(bindArguments(*method, hex("90 81 a0 c0"), arguments, given));
}

void TestArgumentBinding::theOnlyOverloadIsTakenUnseen()
{
    const std::shared_ptr<Method> method = twoParameters();
    QCOMPARE(chooseOverload(setOf({method}), "\xc1").method, method);
}

void TestArgumentBinding::exactOverloadsWinOverConversions()
{
    const std::shared_ptr<Method> whole = taking([](int) {});
    const std::shared_ptr<Method> broken = taking([](double) {});
    const std::shared_ptr<Method> text = taking([](const QString &) {});
    const std::shared_ptr<Method> any = taking([](const QVariant &) {});
    const MethodSet set = setOf({any, broken, text, whole});
    QCOMPARE(chooseOverload(set, hex("91 05")).method, whole);
    QCOMPARE(chooseOverload(set, hex("91 cb 3f f8 00 00 00 00 00 00")).method, broken);
    QCOMPARE(chooseOverload(set, hex("91 a1 61")).method, text);
    QCOMPARE(chooseOverload(set, hex("91 80")).method, any);
}

void TestArgumentBinding::overloadsDifferByNumberOfArguments()
{
    const std::shared_ptr<Method> none = taking([] {});
    const std::shared_ptr<Method> one = taking([](int) {});
    const std::shared_ptr<Method> two = taking([](int, int) {});
    const MethodSet set = setOf({two, none, one});
    QCOMPARE(chooseOverload(set, hex("90")).method, none);
    QCOMPARE(chooseOverload(set, hex("91 01")).method, one);
    QCOMPARE(chooseOverload(set, hex("92 01 01")).method, two);
}

void TestArgumentBinding::namesChooseOverloads()
{
    const std::shared_ptr<Method> width = makeMethod("f", [](int) {}, {"width"});
    const std::shared_ptr<Method> height = makeMethod("f", [](int) {}, {"height"});
    const MethodSet set = setOf({width, height});
    QCOMPARE(chooseOverload(set, hex("90 81 a5 7769647468 01")).method, width);
    QCOMPARE(chooseOverload(set, hex("90 81 a6 686569676874 01")).method, height);
}

void TestArgumentBinding::equallyGoodOverloadsAreAmbiguous()
{
    const OverloadChoice choice =
        chooseOverload(setOf({taking([](int) {}), taking([](quint8) {})}), hex("91 05"));
    QVERIFY(!choice.method);
    QCOMPARE(choice.error->code(), ErrorCode::WrongArguments);
    QVERIFY2(choice.error->message().contains(u"f(int); f(uchar)"), qPrintable(choice.error->message()));
    QVERIFY(choice.error->message().contains(u"as in \"f(int)\""));
}

void TestArgumentBinding::candidatesAreListedWhenNoneSuits()
{
    const OverloadChoice choice =
        chooseOverload(setOf({taking([](int) {}), taking([](const QString &) {})}), hex("91 90"));
    QVERIFY(!choice.method);
    QCOMPARE(choice.error->code(), ErrorCode::WrongArguments);
    QVERIFY2(choice.error->message().contains(u"f(int); f(QString)"), qPrintable(choice.error->message()));
}

void TestArgumentBinding::garbageSuitsNoOverload()
{
    const MethodSet set = setOf({taking([](int) {}), taking([](const QVariant &) {})});
    for (const QByteArray &garbage : {QByteArray(), hex("c1"), hex("91"), hex("91 c1"), hex("dd ff ff ff ff"),
                                      hex("91 05 05"), QByteArray(100000, char(0x91))})
        QVERIFY2(!chooseOverload(set, garbage).method, garbage.left(9).toHex().constData());
    QVERIFY(chooseOverload(set, hex("91 05")).method);
}

QTEST_APPLESS_MAIN(TestArgumentBinding)
#include "tst_argumentbinding.moc"
