// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/arguments.h"

#include "meta/method.h"

#include <heliograph/types.h>

#include <QtTest/qtest.h>

#include <memory>
#include <stdexcept>

using namespace heliograph;

namespace {

int alive = 0;
int failAt = -1; // the constructor that throws, counted from 0

// Counts its objects.
struct Counted
{
    Counted() : bytes{}
    {
        if (alive == failAt)
            throw std::runtime_error("no more");
        ++alive;
    }
    Counted(const Counted &) : Counted() {}
    ~Counted() { --alive; }
    char bytes[24];
};

Method methodWith(int parameters, QMetaType result = QMetaType(QMetaType::Void))
{
    registerType<Counted>(
        100, [](Encoder &encoder, const Counted &) { encoder.writeNil(); },
        [](Decoder &decoder, Counted &) { return decoder.readNil(); });
    Method method;
    for (int i = 0; i < parameters; ++i)
        method.parameters.push_back({QByteArray::number(i), &codecFor<Counted>()});
    method.returnType = result;
    return method;
}

} // namespace

class TestMethodArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        alive = 0;
        failAt = -1;
    }
    void valuesLiveAsLongAsTheArguments_data();
    void valuesLiveAsLongAsTheArguments();
    void placesAreApartAndAligned();
    void nothingLeaksWhenAConstructorThrows();
};

void TestMethodArguments::valuesLiveAsLongAsTheArguments_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("none") << 0;
    QTest::newRow("inside the object") << 3;
    QTest::newRow("on the heap") << int(Arguments::maximum);
}

void TestMethodArguments::valuesLiveAsLongAsTheArguments()
{
    QFETCH(const int, count);
    const Method method = methodWith(count, QMetaType::fromType<Counted>());
    {
        Arguments arguments(method);
        QCOMPARE(alive, count + 1);
        QVERIFY(arguments.result());
        QCOMPARE(arguments.argv()[0], arguments.result());
    }
    QCOMPARE(alive, 0);
}

void TestMethodArguments::placesAreApartAndAligned()
{
    const Method method = methodWith(8);
    Arguments arguments(method);
    QVERIFY(!arguments.result());
    for (qsizetype i = 0; i < 8; ++i) {
        QCOMPARE(quintptr(arguments.argument(i)) % alignof(Counted), 0u);
        QCOMPARE(arguments.argv()[i + 1], arguments.argument(i));
        for (qsizetype j = 0; j < i; ++j) {
            const qptrdiff apart =
                static_cast<char *>(arguments.argument(i)) - static_cast<char *>(arguments.argument(j));
            QVERIFY(qAbs(apart) >= qptrdiff(sizeof(Counted)));
        }
    }
}

void TestMethodArguments::nothingLeaksWhenAConstructorThrows()
{
    const Method method = methodWith(5, QMetaType::fromType<Counted>());
    for (failAt = 0; failAt < 6; ++failAt) {
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)std::make_unique<Arguments>(method));
        QCOMPARE(alive, 0);
    }
}

QTEST_APPLESS_MAIN(TestMethodArguments)
#include "tst_methodarguments.moc"
