// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/objectreplica.h"

#include <heliograph/encoder.h>
#include <heliograph/types.h>

#include <QtTest/qtest.h>

#include <functional>

using namespace heliograph;

class TestObjectReplica : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesFollowTheObject();
    void onlyDifferencesAreTold();
    void propertiesMayComeAndGo();
    void answersToWritesShowTheTruth();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
    void listenersMayLeaveAtAnyTime();
};

namespace {

using State = ObjectReplica::State;

QByteArray encoded(const QVariant &value)
{
    Encoder encoder;
    codecFor<QVariant>().encode(encoder, &value);
    return encoder.take();
}

QByteArray descriptionOf(const QStringList &properties)
{
    QVariantList list;
    for (const QString &name : properties)
        list.append(QVariantMap{{QStringLiteral("name"), name}});
    return encoded(QVariantMap{{QStringLiteral("properties"), list}});
}

/// A map from numbers to values.
QByteArray valuesOf(const QMap<int, QVariant> &values)
{
    Encoder encoder;
    encoder.writeMap(quint32(values.size()));
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        encoder.writeInt(value.key());
        encoder.writeRaw(encoded(value.value()));
    }
    return encoder.take();
}

class Listener : public ReplicaListener
{
public:
    explicit Listener(const std::shared_ptr<ObjectReplica> &listenedTo) : replica(listenedTo)
    {
        replica->addListener(this);
    }
    ~Listener() override { replica->removeListener(this); }
    Q_DISABLE_COPY_MOVE(Listener)
    void replicaStateChanged() override
    {
        states.append(replica->state());
        if (const std::function<void()> held = act) // which may destroy this
            held();
    }
    void replicaValueChanged(const QByteArray &name) override { values.append(name); }

    std::shared_ptr<ObjectReplica> replica;
    QList<State> states;
    QList<QByteArray> values;
    std::function<void()> act;
};

const QStringList names{QStringLiteral("a"), QStringLiteral("b")};

} // namespace

void TestObjectReplica::statesFollowTheObject()
{
    const auto replica = std::make_shared<ObjectReplica>("o");
    Listener listener(replica);
    replica->lose(Error(ErrorCode::ConnectionLost)); // before it was there
    QCOMPARE(replica->state(), State::Waiting);
    replica->withdraw(Error(ErrorCode::UnknownName));
    QCOMPARE(replica->state(), State::Waiting);
    QCOMPARE(replica->obstacle().code(), ErrorCode::UnknownName);
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    replica->lose(Error(ErrorCode::ConnectionLost));
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    replica->withdraw(Error(ErrorCode::UnknownName));
    QCOMPARE(listener.states,
             (QList<State>{State::Waiting, State::Ready, State::Lost, State::Ready, State::Gone}));
    QCOMPARE(replica->value("a"), encoded(1)); // the last one known
    QVERIFY(replica->value("c").isNull());
}

void TestObjectReplica::onlyDifferencesAreTold()
{
    const auto replica = std::make_shared<ObjectReplica>("o");
    Listener listener(replica);
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    QCOMPARE(listener.values, (QList<QByteArray>{"a", "b"}));
    QVERIFY(!replica->change(valuesOf({{0, 1}, {1, 3}})));
    QCOMPARE(listener.values, (QList<QByteArray>{"a", "b", "b"}));
    replica->lose(Error(ErrorCode::ConnectionLost));
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 4}, {1, 3}})));
    QCOMPARE(listener.values, (QList<QByteArray>{"a", "b", "b", "a"}));
    QVERIFY(!replica->change(valuesOf({{7, 1}}))); // of a later version
    QCOMPARE(listener.values.size(), 4);
}

void TestObjectReplica::propertiesMayComeAndGo()
{
    const auto replica = std::make_shared<ObjectReplica>("o");
    Listener listener(replica);
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    listener.values.clear();
    // Another class under the same name: "b" is the first property now, and "a" is gone.
    QVERIFY(!replica->acquire(descriptionOf({QStringLiteral("b"), QStringLiteral("c")}),
                              valuesOf({{0, 2}, {1, 5}})));
    QCOMPARE(listener.values, (QList<QByteArray>{"c", "a"}));
    QVERIFY(replica->value("a").isNull());
    QCOMPARE(replica->value("b"), encoded(2));
}

void TestObjectReplica::answersToWritesShowTheTruth()
{
    const auto replica = std::make_shared<ObjectReplica>("o");
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    Listener listener(replica);
    replica->noteWritten("a", encoded(5), encoded(5)); // as asked for
    QCOMPARE(listener.values.size(), 1);
    QCOMPARE(replica->value("a"), encoded(5));
    replica->noteWritten("a", encoded(5), encoded(5)); // the change was told already
    QCOMPARE(listener.values.size(), 1);
    replica->noteWritten("a", encoded(5), encoded(9)); // bent: shown again
    QCOMPARE(listener.values.size(), 2);
    replica->noteWritten("a", {}, encoded(9)); // refused: shown again
    QCOMPARE(listener.values.size(), 3);
    QCOMPARE(replica->value("a"), encoded(5));
}

void TestObjectReplica::nonsenseIsRefused_data()
{
    QTest::addColumn<QByteArray>("description");
    QTest::addColumn<QByteArray>("values");
    QTest::newRow("no description") << QByteArray() << valuesOf({});
    QTest::newRow("description is no map") << QByteArray("\x90") << valuesOf({});
    QTest::newRow("description of two values") << QByteArray("\x80\x80") << valuesOf({});
    QTest::newRow("no values") << descriptionOf(names) << QByteArray();
    QTest::newRow("values are no map") << descriptionOf(names) << QByteArray("\x90");
    QTest::newRow("values end early") << descriptionOf(names) << QByteArray("\x82\x00\x01");
    QTest::newRow("a name for a number") << descriptionOf(names) << QByteArray("\x81\xa1x\x01");
    QTest::newRow("a million values announced")
        << descriptionOf(names) << QByteArray("\xdf\x00\x0f\x42\x40\x00", 6);
}

void TestObjectReplica::nonsenseIsRefused()
{
    QFETCH(QByteArray, description);
    QFETCH(QByteArray, values);
    const auto replica = std::make_shared<ObjectReplica>("o");
    const std::optional<Error> error = replica->acquire(description, values);
    QVERIFY(error);
    QCOMPARE(error->code(), ErrorCode::ProtocolError);
    QCOMPARE(replica->state(), State::Waiting);
    QVERIFY(!replica->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    QVERIFY(replica->change(QByteArray("\xc1")));
    QCOMPARE(replica->value("b"), encoded(2));
}

void TestObjectReplica::listenersMayLeaveAtAnyTime()
{
    auto replica = std::make_shared<ObjectReplica>("o");
    auto first = std::make_unique<Listener>(replica);
    auto second = std::make_unique<Listener>(replica);
    int told = 0;
    const auto leave = [&] {
        ++told;
        first.reset();
        second.reset();
    };
    first->act = leave;
    second->act = leave;
    const std::weak_ptr<ObjectReplica> weak = replica;
    replica.reset();
    QVERIFY(!weak.lock()->acquire(descriptionOf(names), valuesOf({{0, 1}, {1, 2}})));
    QCOMPARE(told, 1);
    QVERIFY(weak.expired());
}

QTEST_GUILESS_MAIN(TestObjectReplica)
#include "tst_objectreplica.moc"
