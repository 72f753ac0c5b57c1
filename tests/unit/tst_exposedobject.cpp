// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/exposedobject.h"
#include "meta/objectmembers.h"
#include "meta/signalrelay.h"

#include <heliograph/types.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qproperty.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class Sensor : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value MEMBER m_value NOTIFY changed)
    Q_PROPERTY(int twice READ twice NOTIFY changed)
    Q_PROPERTY(int level READ level BINDABLE bindableLevel)
    Q_PROPERTY(QVariant odd MEMBER m_odd NOTIFY oddChanged)
    Q_PROPERTY(int silent MEMBER m_silent)
    Q_PROPERTY(QObject *pointer MEMBER m_pointer NOTIFY changed)
    Q_PROPERTY(int fixed READ level CONSTANT)
public:
    [[nodiscard]] int twice() const { return 2 * m_value; }
    [[nodiscard]] int level() const { return m_level; }
    [[nodiscard]] QBindable<int> bindableLevel() { return &m_level; }
    [[nodiscard]] bool isHeard(const char *signal) const
    {
        return isSignalConnected(metaObject()->method(metaObject()->indexOfSignal(signal)));
    }
    int m_value = 0;
    int m_silent = 0;
    QVariant m_odd;
    QObject *m_pointer = nullptr;
    Q_OBJECT_BINDABLE_PROPERTY(Sensor, int, m_level)

Q_SIGNALS:
    void changed();
    void oddChanged();
    void measured(int value, const QString &unit = QString());
    void told(const QVariant &what);
    void unsendable(QObject *object);
};

namespace {

class Listener : public ObjectListener
{
public:
    void signalEmitted(ExposedObject &object, size_t number, QByteArrayView arguments) override
    {
        heard.append(object.signalList()[number].name + ' ' + arguments.toByteArray().toHex());
    }
    void propertiesChanged(ExposedObject &, QByteArrayView values) override
    {
        heard.append("values " + values.toByteArray().toHex());
    }
    QByteArrayList heard;
};

} // namespace

class TestExposedObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void signalsAndPropertiesAreFound();
    void emissionsAreTold();
    void unsendableEmissionsAreLogged();
    void changesOfATurnAreToldTogether();
    void changesAreToldBeforeASignal();
    void nothingIsConnectedThatNobodyWants();
    void unsendableValuesAreNil();
    void nothingIsToldOnceWithdrawn();
    void objectsMayDieFirst();
    void oneRelayServesAllExposures();

private:
    [[nodiscard]] size_t numberOf(const char *signal) const;
    void turn() { QCoreApplication::sendPostedEvents(); }

    std::unique_ptr<Sensor> m_sensor;
    std::shared_ptr<ExposedObject> m_object;
    QStringList m_skipped;
    std::shared_ptr<Listener> m_listener;
};

void TestExposedObject::init()
{
    m_sensor = std::make_unique<Sensor>();
    const ObjectMembers members = membersOf(m_sensor.get(), "sensor", {});
    m_object = members.object;
    m_skipped = members.skipped;
    m_listener = std::make_shared<Listener>();
}

size_t TestExposedObject::numberOf(const char *signal) const
{
    for (size_t i = 0; i < m_object->signalList().size(); ++i) {
        if (m_object->signalList()[i].name == signal)
            return i;
    }
    return 99;
}

void TestExposedObject::signalsAndPropertiesAreFound()
{
    QByteArrayList names;
    for (const Signal &signal : m_object->signalList())
        names.append(signal.name + '(' + signal.types() + ')');
    QCOMPARE(names.join(' '), QByteArray("changed() oddChanged() measured(int,QString) told(QVariant)"));
    names.clear();
    for (const Property &property : m_object->properties())
        names.append(property.name);
    QCOMPARE(names.join(' '), QByteArray("value twice level odd fixed"));
    QCOMPARE(m_skipped.filter(QStringLiteral("sensor.silent: it has neither NOTIFY")).size(), 1);
    QCOMPARE(m_skipped.filter(QStringLiteral("sensor.pointer: type QObject*")).size(), 1);
    QCOMPARE(m_skipped.filter(QStringLiteral("sensor.unsendable(QObject*): parameter type")).size(), 1);
}

void TestExposedObject::emissionsAreTold()
{
    m_object->addListener(numberOf("measured"), m_listener);
    Q_EMIT m_sensor->measured(5, QStringLiteral("K"));
    Q_EMIT m_sensor->measured(6); // with the default argument
    QCOMPARE(m_listener->heard, (QByteArrayList{"measured 9205a14b", "measured 9206a0"}));
    m_object->removeListener(numberOf("measured"), m_listener.get());
    Q_EMIT m_sensor->measured(7);
    QCOMPARE(m_listener->heard.size(), 2);
}

void TestExposedObject::unsendableEmissionsAreLogged()
{
    m_object->addListener(numberOf("told"), m_listener);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("sensor\\.told.*cannot be sent")));
    Q_EMIT m_sensor->told(QVariant::fromValue<QObject *>(this));
    Q_EMIT m_sensor->told(1);
    QCOMPARE(m_listener->heard, QByteArrayList{"told 9101"});
}

void TestExposedObject::changesOfATurnAreToldTogether()
{
    m_object->addFollower(m_listener);
    QCOMPARE(m_object->values().toHex(), QByteArray("85"
                                                    "0000"
                                                    "0100"
                                                    "0200"
                                                    "03c0"
                                                    "0400"));
    for (int i = 1; i <= 1000; ++i) {
        m_sensor->m_value = i % 60;
        Q_EMIT m_sensor->changed();
    }
    m_sensor->m_level = 9;
    QVERIFY(m_listener->heard.isEmpty());
    turn();
    QCOMPARE(m_listener->heard, QByteArrayList{"values 83"
                                               "0028"
                                               "0150"
                                               "0209"});
    turn();
    QCOMPARE(m_listener->heard.size(), 1);
}

void TestExposedObject::changesAreToldBeforeASignal()
{
    m_object->addFollower(m_listener);
    m_object->addListener(numberOf("told"), m_listener);
    m_sensor->m_level = 9;
    Q_EMIT m_sensor->told(1);
    QCOMPARE(m_listener->heard, (QByteArrayList{"values 810209", "told 9101"}));
    m_sensor->m_level = 10;
    m_object->settle();
    QCOMPARE(m_listener->heard.size(), 3);
    turn();
    QCOMPARE(m_listener->heard.size(), 3);
}

void TestExposedObject::nothingIsConnectedThatNobodyWants()
{
    QVERIFY(!m_sensor->isHeard("changed()"));
    m_object->addFollower(m_listener);
    m_object->addListener(numberOf("changed"), m_listener);
    QVERIFY(m_sensor->isHeard("changed()"));
    QVERIFY(!m_sensor->isHeard("told(QVariant)"));
    m_object->removeFollower(m_listener.get());
    QVERIFY(m_sensor->isHeard("changed()"));
    m_object->removeListener(numberOf("changed"), m_listener.get());
    QVERIFY(!m_sensor->isHeard("changed()"));
    m_sensor->m_level = 9;
    turn();
    QVERIFY(m_listener->heard.isEmpty());
}

void TestExposedObject::unsendableValuesAreNil()
{
    m_object->addFollower(m_listener);
    m_sensor->m_odd = QVariant::fromValue<QObject *>(this);
    Q_EMIT m_sensor->oddChanged();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("sensor\\.odd.*cannot be sent")));
    turn();
    QCOMPARE(m_listener->heard, QByteArrayList{"values 8103c0"});
}

void TestExposedObject::nothingIsToldOnceWithdrawn()
{
    m_object->addFollower(m_listener);
    m_object->addListener(numberOf("told"), m_listener);
    m_sensor->m_level = 9;
    m_object->withdraw();
    Q_EMIT m_sensor->told(1);
    m_sensor->m_level = 10;
    turn();
    QVERIFY(m_listener->heard.isEmpty());
}

void TestExposedObject::objectsMayDieFirst()
{
    m_object->addFollower(m_listener);
    m_object->addListener(numberOf("told"), m_listener);
    m_sensor->m_level = 9;
    m_sensor.reset();
    turn();
    QVERIFY(m_object->values().isNull());
    QVERIFY(!m_object->inThread([] { QFAIL("there is no such thread"); }));
    m_object->removeFollower(m_listener.get());
    m_object->removeListener(numberOf("told"), m_listener.get());
    QVERIFY(m_listener->heard.isEmpty());
}

void TestExposedObject::oneRelayServesAllExposures()
{
    const std::shared_ptr<ExposedObject> again = membersOf(m_sensor.get(), "again", {}).object;
    const auto other = std::make_shared<Listener>();
    m_object->addListener(numberOf("told"), m_listener);
    again->addListener(numberOf("told"), other);
    QCOMPARE(m_sensor->children().size(), 1);
    QCOMPARE(&SignalRelay::of(*m_sensor), m_sensor->children().constFirst());
    Q_EMIT m_sensor->told(1);
    m_object->removeListener(numberOf("told"), m_listener.get());
    Q_EMIT m_sensor->told(2);
    QCOMPARE(m_listener->heard.size(), 1);
    QCOMPARE(other->heard.size(), 2);
}

QTEST_GUILESS_MAIN(TestExposedObject)
#include "tst_exposedobject.moc"
