// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/containercodecs.h"
#include "roundtrip.h"

#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// The codec made from the QMetaType alone, as for a method's parameter.
template <typename T>
std::unique_ptr<TypeCodec> metaCodec()
{
    return makeContainerCodec(QMetaType::fromType<T>());
}

/// Both codecs of T write the same and read what the other wrote.
template <typename T>
bool codecsAgree(const T &value)
{
    const auto meta = metaCodec<T>();
    if (!meta)
        return false;
    const QByteArray bytes = encodedBy(*meta, &value);
    T read{};
    Decoder decoder(bytes);
    return bytes == encoded(value) && roundTrip(value) == value && meta->decode(decoder, &read)
           && decoder.finish() && read == value;
}

} // namespace

class TestContainerCodecs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void templatesAndMetaTypesAgree();
    void containersOfContainersSurvive();
    void whatWasInTheContainerIsReplaced();
    void keysMayBeOfAnyScalarType();
    void duplicateKeysAreRefused();
    void errorsNameThePlace();
    void memoryIsBounded();
    void elementsWithoutCodecMakeNone();
};

void TestContainerCodecs::templatesAndMetaTypesAgree()
{
    QVERIFY(codecsAgree(QList<int>{}));
    QVERIFY(codecsAgree(QList<int>{1, -2, 70000}));
    QVERIFY(codecsAgree(QList<double>{0.5, -1}));
    QVERIFY(codecsAgree(QStringList{QStringLiteral("a"), QString()}));
    QVERIFY(codecsAgree(QList<QByteArray>{"x", ""}));
    QVERIFY(codecsAgree(QSet<int>{3}));
    QVERIFY(codecsAgree(std::vector<int>{1, 2}));
    QVERIFY(codecsAgree(std::vector<bool>{true, false, true}));
    QVERIFY(codecsAgree(std::list<QString>{QStringLiteral("l")}));
    QVERIFY(codecsAgree(QVariantList{1, QStringLiteral("two"), QVariant()}));
    QVERIFY(codecsAgree(QMap<QString, int>{{QStringLiteral("a"), 1}, {QStringLiteral("b"), 2}}));
    QVERIFY(codecsAgree(QVariantMap{{QStringLiteral("k"), QVariant(2.5)}}));
    QVERIFY(codecsAgree(QHash<int, QString>{{4, QStringLiteral("four")}}));
    QVERIFY(codecsAgree(std::map<int, QString>{{4, QStringLiteral("four")}, {5, QString()}}));
    QVERIFY(codecsAgree(QMap<QByteArray, QVariant>{{"k", QVariant()}}));
}

void TestContainerCodecs::containersOfContainersSurvive()
{
    const QMap<int, QList<QHash<QString, std::vector<double>>>> value{
        {7, {{{QStringLiteral("x"), {1, 2.5}}}, {}}}};
    QCOMPARE(roundTrip(value), value);
    const std::set<std::string> names{"a", "b"};
    QCOMPARE(roundTrip(names), names);
    const std::unordered_set<int> numbers{1, 2, 3};
    QCOMPARE(roundTrip(numbers), numbers);
    const std::unordered_map<int, double> byNumber{{4, 0.5}, {5, 1.5}};
    QCOMPARE(roundTrip(byNumber), byNumber);
    QVERIFY(findTypeCodec(QMetaType::fromType<QList<QList<QMap<QString, QSet<int>>>>>()));
}

void TestContainerCodecs::whatWasInTheContainerIsReplaced()
{
    const QByteArray list = hex("910a");
    QList<int> numbers{1, 2, 3};
    Decoder decoder(list);
    QVERIFY(codecFor<QList<int>>().decode(decoder, &numbers));
    QCOMPARE(numbers, QList<int>{10});
    std::list<int> others{1, 2, 3};
    Decoder again(list);
    QVERIFY(metaCodec<std::list<int>>()->decode(again, &others));
    QCOMPARE(others, std::list<int>{10});
}

void TestContainerCodecs::keysMayBeOfAnyScalarType()
{
    const QMap<int, QString> byInt{{-1, QStringLiteral("minus")}, {1, QStringLiteral("plus")}};
    QCOMPARE(encoded(byInt), hex("82ffa56d696e757301a4706c7573"));
    QCOMPARE(roundTrip(byInt), byInt);
    const QMap<QByteArray, bool> byBytes{{"\xff", true}};
    QCOMPARE(roundTrip(byBytes), byBytes);
    QCOMPARE((decodeError<QMap<int, QString>>(hex("81a161a162"))),
             QStringLiteral("expected int, received string"));
}

void TestContainerCodecs::duplicateKeysAreRefused()
{
    QCOMPARE((decodeError<QMap<QString, int>>(hex("82a16101a16102"))), QStringLiteral("duplicate key \"a\""));
    QCOMPARE((decodeError<QHash<int, int>>(hex("8205010502"))), QStringLiteral("duplicate key \"5\""));
    QCOMPARE((decodeError<std::map<int, int>>(hex("8205010502"))), QStringLiteral("duplicate key \"5\""));
    const QByteArray twice = hex("8205010502");
    Decoder decoder(twice);
    std::map<int, int> map;
    QVERIFY((!metaCodec<std::map<int, int>>()->decode(decoder, &map)));
    QCOMPARE(decoder.error(), QStringLiteral("duplicate key \"5\""));
}

void TestContainerCodecs::errorsNameThePlace()
{
    QCOMPARE(decodeError<QList<double>>(hex("930102c0")),
             QStringLiteral("[2]: expected double, received nil"));
    QCOMPARE((decodeError<QList<QMap<QString, double>>>(hex("9181a46e616d65c0"))),
             QStringLiteral("[0].name: expected double, received nil"));
    QCOMPARE((decodeError<QMap<int, QList<bool>>>(hex("81079105"))),
             QStringLiteral("7[0]: expected bool, received int"));
    QCOMPARE(decodeError<QList<int>>(hex("920102") + hex("c0")), QStringLiteral("bytes follow the value"));
}

void TestContainerCodecs::memoryIsBounded()
{
    const int many = 1'000'000;
    const QByteArray empties = hex("dd000f4240") + QByteArray(many, char(0x90));
    QVERIFY(decodeError<QList<QList<int>>>(empties).endsWith(QStringLiteral("too much memory for its size")));
    QVERIFY(decodeError<std::list<QStringList>>(empties).endsWith(
        QStringLiteral("too much memory for its size")));
    const QByteArray zeros = hex("dd000f4240") + QByteArray(many, char(0x00));
    QCOMPARE(decodeError<QList<qint64>>(zeros), QString()); // eight times its size is the bound
}

void TestContainerCodecs::elementsWithoutCodecMakeNone()
{
    QVERIFY(!metaCodec<QList<QObject *>>());
    QVERIFY((!metaCodec<QMap<QString, void *>>()));
    QVERIFY((!metaCodec<QPair<int, int>>()));
    QVERIFY(!metaCodec<QObject *>());
}

QTEST_GUILESS_MAIN(TestContainerCodecs)
#include "tst_containercodecs.moc"
