// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "roundtrip.h"

#include <QtCore/qvariant.h>
#include <QtTest/qtest.h>

using namespace heliograph;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class Place
{
    Q_GADGET
    Q_PROPERTY(double x MEMBER x)
    Q_PROPERTY(double y MEMBER y)

public:
    bool operator==(const Place &) const = default;

    double x = 1;
    double y = 2;
};

class Person
{
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(Place home MEMBER home)
    Q_PROPERTY(QVariant extra MEMBER extra)
    Q_PROPERTY(int nameLength READ nameLength)
    Q_PROPERTY(int cache MEMBER cache STORED false)
    Q_PROPERTY(Mood mood MEMBER mood)

public:
    enum class Mood { Calm = 1, Merry = 5 };
    Q_ENUM(Mood)

    [[nodiscard]] int nameLength() const { return int(name.size()); }

    QString name;
    Place home;
    QVariant extra;
    int cache = 0;
    Mood mood = Mood::Calm;
};

class Tree
{
    Q_GADGET
    Q_PROPERTY(int value MEMBER value)
    Q_PROPERTY(QList<Tree> branches MEMBER branches)

public:
    bool operator==(const Tree &other) const { return value == other.value && branches == other.branches; }

    int value = 0;
    QList<Tree> branches;
};

class Holder
{
    Q_GADGET
    Q_PROPERTY(QObject *object MEMBER object)

public:
    QObject *object = nullptr;
};

class TestGadgetCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGadgetIsAMapOfItsProperties();
    void allStoredPropertiesSurvive();
    void missingPropertiesKeepTheirValue();
    void unknownPropertiesArePassedOver();
    void readOnlyPropertiesAreSentButNotSet();
    void keysComeInAnyOrderButOnce();
    void errorsNameTheProperty();
    void gadgetsMayHoldThemselves();
    void aPropertyThatCannotBeSentIsNamed();
    void gadgetsWorkInVariantsAndContainers();
};

void TestGadgetCodec::aGadgetIsAMapOfItsProperties()
{
    const Place place{0, 0.5};
    QCOMPARE(encoded(place), hex("82a178cb0000000000000000a179cb3fe0000000000000"));
    QCOMPARE(roundTrip(place), place);
    QCOMPARE(matchOf<Place>(hex("80")), TypeCodec::Match::Exact);
    QCOMPARE(matchOf<Place>(hex("90")), TypeCodec::Match::None);
}

void TestGadgetCodec::allStoredPropertiesSurvive()
{
    Person person;
    person.name = QStringLiteral("Ada");
    person.home = {3, 4};
    person.extra = QVariantList{1, QStringLiteral("b")};
    person.cache = 9;
    person.mood = Person::Mood::Merry;
    const std::optional<Person> back = roundTrip(person);
    QVERIFY(back);
    QCOMPARE(back->name, person.name);
    QCOMPARE(back->home, person.home);
    QCOMPARE(back->extra, person.extra);
    QCOMPARE(back->mood, person.mood);
    QCOMPARE(back->cache, 0); // not stored, so not sent
    QVERIFY(roundTrip(Person()) && !roundTrip(Person())->extra.isValid());
}

void TestGadgetCodec::missingPropertiesKeepTheirValue()
{
    QCOMPARE(decoded<Place>(hex("80")), Place());
    QCOMPARE(decoded<Place>(hex("81a17907")), (Place{1, 7}));
}

void TestGadgetCodec::unknownPropertiesArePassedOver()
{
    QCOMPARE(decoded<Place>(hex("83a1789005a17907")), std::nullopt); // x is an array
    QCOMPARE(decoded<Place>(hex("82a17a9301a0c0a17907")), (Place{1, 7}));
    QVERIFY(!decoded<Place>(hex("81a17ac1"))); // what is passed over must be msgpack, too
}

void TestGadgetCodec::readOnlyPropertiesAreSentButNotSet()
{
    QVERIFY(encoded(Person()).contains("nameLength"));
    const auto person = decoded<Person>(hex("81aa") + "nameLength" + hex("a3616263"));
    QVERIFY(person);
    QCOMPARE(person->nameLength(), 0);
}

void TestGadgetCodec::keysComeInAnyOrderButOnce()
{
    QCOMPARE(decoded<Place>(hex("82a17908a17807")), (Place{7, 8}));
    QCOMPARE(decodeError<Place>(hex("82a17808a17807")), QStringLiteral("duplicate key \"x\""));
    QCOMPARE(decodeError<Place>(hex("810507")), QStringLiteral("expected string, received int"));
    QCOMPARE(decodeError<Place>(hex("90")), QStringLiteral("expected Place, received array"));
}

void TestGadgetCodec::errorsNameTheProperty()
{
    QCOMPARE(decodeError<QList<Place>>(hex("9281a1780181a178c0")),
             QStringLiteral("[1].x: expected double, received nil"));
    QCOMPARE(decodeError<Person>(hex("81a4") + "home" + hex("81a179c3")),
             QStringLiteral("home.y: expected double, received bool"));
}

void TestGadgetCodec::gadgetsMayHoldThemselves()
{
    Tree tree;
    for (int i = 0; i < 10; ++i) {
        Tree larger;
        larger.value = i;
        larger.branches = {tree};
        tree = larger;
    }
    const auto back = roundTrip(tree);
    QVERIFY(back);
    QCOMPARE(back->value, 9);
    QCOMPARE(back->branches.first().value, 8);
    for (int i = 0; i < 10; ++i)
        tree.branches = {tree};
    QVERIFY(encodeError(tree).contains(QStringLiteral("more than 32 deep")));
}

void TestGadgetCodec::aPropertyThatCannotBeSentIsNamed()
{
    QVERIFY(encodeError(Holder()).startsWith(QStringLiteral("object: type QObject* cannot be sent")));
    QVERIFY(
        decodeError<Holder>(hex("81a66f626a656374c0")).startsWith(QStringLiteral("object: type QObject*")));
}

void TestGadgetCodec::gadgetsWorkInVariantsAndContainers()
{
    const QMap<QString, Place> places{{QStringLiteral("a"), {5, 6}}};
    QCOMPARE(roundTrip(places), places);
    QCOMPARE(encoded(QVariant::fromValue(Place())), encoded(Place()));
    QVERIFY(findTypeCodec(QMetaType::fromType<std::vector<Place>>()));
}

QTEST_GUILESS_MAIN(TestGadgetCodec)
#include "tst_gadgetcodec.moc"
