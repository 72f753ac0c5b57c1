// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtCore/qregularexpression.h>

using namespace heliograph;

/// A class whose members an exposure of Machine includes only when asked to.
class Device : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE QString inherited() { return QStringLiteral("Device"); }
};

/// Has members of all kinds.
class Machine : public Device
{
    Q_OBJECT
    Q_PROPERTY(int speed MEMBER m_speed NOTIFY speedChanged)
    Q_PROPERTY(int serial READ serial CONSTANT)
    Q_PROPERTY(int silent MEMBER m_silent)
public:
    Q_INVOKABLE QString invokable() { return QStringLiteral("invokable"); }
    [[nodiscard]] int serial() const { return 77; }
    [[nodiscard]] int speed() const { return m_speed; }

public Q_SLOTS:
    QString slot() { return QStringLiteral("slot"); }

protected:
    Q_INVOKABLE QString protectedInvokable() { return QStringLiteral("protected"); }

private:
    Q_INVOKABLE QString privateInvokable() { return QStringLiteral("private"); }

private Q_SLOTS:
    void privateSlot() {}
    void _q_reserved() {}

Q_SIGNALS:
    void speedChanged();

private:
    int m_speed = 3;
    int m_silent = 4;
};

class TestExposure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void onlyWhatIsOfferedIsReachable_data();
    void onlyWhatIsOfferedIsReachable();
    void slotsAreExposedOnRequest();
    void inheritedMembersAreExposedOnRequest();
    void propertiesAreRead();
    void propertiesAreWrittenOnRequest();
    void membersMayGoWithoutAPrefix();
    void aMemberFunctionIsExposedByItself();
    void describeListsWhatCanBeCalled();
    void whatAFunctionHeldMayCallBack();
    void aNameTakenTwiceNamesBoth();
    void theOwnRegistryHidesTheShared();
    void runningSessionsSeeWhatChanges();
    void anObjectThatDiesIsWithdrawn();

private:
    [[nodiscard]] static ErrorCode codeOf(Connection &link, const char *name)
    {
        return errorOf(link.client.call(name)).code();
    }
};

void TestExposure::onlyWhatIsOfferedIsReachable_data()
{
    QTest::addColumn<QString>("member");
    for (const char *member :
         {"protectedInvokable", "privateInvokable", "privateSlot", "_q_reserved", "speedChanged",
          "deleteLater", "destroyed", "destroyed(QObject*)", "objectName", "objectName=", "objectNameChanged",
          "setObjectName", "_q_reregisterTimers", "silent", "metaObject", "slot", "inherited", ""})
        QTest::newRow(*member ? member : "the object itself") << QString::fromLatin1(member);
}

void TestExposure::onlyWhatIsOfferedIsReachable()
{
    QFETCH(QString, member);
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("machine", &machine));
    QCOMPARE(valueOf(link.client.call<QString>("machine.invokable")), QStringLiteral("invokable"));
    for (const QString &name : {QString(u"machine." + member), member}) {
        if (!name.isEmpty())
            QCOMPARE(errorOf(link.client.call(name)).code(), ErrorCode::UnknownName);
    }
}

void TestExposure::slotsAreExposedOnRequest()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("machine", &machine, {.includeSlots = true}));
    QCOMPARE(valueOf(link.client.call<QString>("machine.slot")), QStringLiteral("slot"));
    QCOMPARE(codeOf(link, "machine.privateSlot"), ErrorCode::UnknownName);
    QCOMPARE(codeOf(link, "machine._q_reserved"), ErrorCode::UnknownName);
    QCOMPARE(codeOf(link, "machine.deleteLater"), ErrorCode::UnknownName);
}

void TestExposure::inheritedMembersAreExposedOnRequest()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose(
        "machine", &machine,
        {.upTo = &QObject::staticMetaObject, .includeSlots = true, .writableProperties = true}));
    QCOMPARE(valueOf(link.client.call<QString>("machine.inherited")), QStringLiteral("Device"));
    for (const char *name : {"machine.deleteLater", "machine.objectName", "machine.objectName="})
        QCOMPARE(codeOf(link, name), ErrorCode::UnknownName);
}

void TestExposure::propertiesAreRead()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("machine", &machine));
    QCOMPARE(valueOf(link.client.call<int>("machine.speed")), 3);
    QCOMPARE(valueOf(link.client.call<int>("machine.serial")), 77);
}

void TestExposure::propertiesAreWrittenOnRequest()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("machine", &machine, {.writableProperties = true}));
    valueOf(link.client.call("machine.speed=", 9));
    QCOMPARE(machine.speed(), 9);
    QCOMPARE(valueOf(link.client.call<int>("machine.speed")), 9);
    QCOMPARE(errorOf(link.client.call("machine.speed=", "fast")).code(), ErrorCode::WrongArguments);
    // What can be read but not written says so.
    QCOMPARE(errorOf(link.client.call("machine.serial=", 1)).code(), ErrorCode::NoPermission);
    Machine another;
    QVERIFY(link.server.expose("another", &another));
    QCOMPARE(errorOf(link.client.call("another.speed=", 1)).code(), ErrorCode::NoPermission);
    QCOMPARE(errorOf(link.client.call("another.silent=", 1)).code(), ErrorCode::UnknownName);
}

void TestExposure::membersMayGoWithoutAPrefix()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose(&machine));
    QCOMPARE(valueOf(link.client.call<QString>("invokable")), QStringLiteral("invokable"));
    QVERIFY(link.server.withdraw(&machine));
    QCOMPARE(codeOf(link, "invokable"), ErrorCode::UnknownName);
}

void TestExposure::aMemberFunctionIsExposedByItself()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("number", &machine, &Machine::serial));
    QCOMPARE(valueOf(link.client.call<int>("number")), 77);
}

void TestExposure::describeListsWhatCanBeCalled()
{
    Connection link;
    Machine machine;
    QVERIFY(link.server.expose("machine", &machine));
    link.server.expose("add", [](int a, int b) { return a + b; },
                       {.parameterNames = {QStringLiteral("a"), QStringLiteral("b")}});
    const auto describe = [&](const char *prefix) {
        return valueOf(link.client.call<QVariantList>("heliograph.describe", prefix));
    };
    QStringList names;
    for (const QVariant &entry : describe(""))
        names.append(entry.toMap().value(QStringLiteral("name")).toString());
    QCOMPARE(names, QStringList({QStringLiteral("add"), QStringLiteral("heliograph.describe"),
                                 QStringLiteral("machine.invokable"), QStringLiteral("machine.serial"),
                                 QStringLiteral("machine.speed")}));
    const QVariantList adds = describe("add");
    QCOMPARE(adds.size(), 1);
    QCOMPARE(adds.constFirst().toMap().value(QStringLiteral("signature")).toString(),
             QStringLiteral("add(int a, int b) -> int"));
}

void TestExposure::aNameTakenTwiceNamesBoth()
{
    Connection link;
    Machine first;
    first.setObjectName(QStringLiteral("first"));
    Machine second;
    second.setObjectName(QStringLiteral("second"));
    QVERIFY(link.server.expose("machine", &first));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("exposed by")));
    QVERIFY(!link.server.expose("machine", &second));
    const Error error = link.server.registry().error();
    QCOMPARE(error.code(), ErrorCode::NameTaken);
    QVERIFY2(error.message().contains(u"\"first\""), error.what());
    QVERIFY2(error.message().contains(u"\"second\""), error.what());
}

void TestExposure::theOwnRegistryHidesTheShared()
{
    Registry shared;
    Connection link({.sharedRegistry = shared});
    Registry global = Registry::global();
    QVERIFY(global.expose("where", [] { return QStringLiteral("global"); }));
    const auto tidy = qScopeGuard([&] { global.withdraw("where"); });
    const auto where = [&] { return valueOf(link.client.call<QString>("where")); };
    QCOMPARE(where(), QStringLiteral("global"));
    QVERIFY(shared.expose("where", [] { return QStringLiteral("shared"); }));
    QCOMPARE(where(), QStringLiteral("shared"));
    QVERIFY(link.server.expose("where", [] { return QStringLiteral("own"); }));
    QCOMPARE(where(), QStringLiteral("own"));
    QVERIFY(link.server.withdraw("where"));
    QCOMPARE(where(), QStringLiteral("shared"));
}

void TestExposure::runningSessionsSeeWhatChanges()
{
    Connection link;
    QVERIFY(link.isEstablished());
    QCOMPARE(codeOf(link, "late"), ErrorCode::UnknownName);
    QVERIFY(link.server.expose("late", [] { return 1; }));
    QCOMPARE(valueOf(link.client.call<int>("late")), 1);
    QVERIFY(link.server.withdraw("late"));
    QCOMPARE(codeOf(link, "late"), ErrorCode::UnknownName);
    QVERIFY(!link.server.withdraw("late"));
}

void TestExposure::anObjectThatDiesIsWithdrawn()
{
    Connection link;
    auto machine = std::make_unique<Machine>();
    QVERIFY(link.server.expose("machine", machine.get()));
    QVERIFY(link.server.expose("number", machine.get(), &Machine::serial));
    QCOMPARE(valueOf(link.client.call<int>("number")), 77);
    machine.reset();
    QCOMPARE(codeOf(link, "machine.invokable"), ErrorCode::UnknownName);
    QCOMPARE(codeOf(link, "number"), ErrorCode::UnknownName);
    Machine next;
    QVERIFY(link.server.expose("machine", &next));
}

void TestExposure::whatAFunctionHeldMayCallBack()
{
    Registry registry;
    QVERIFY(registry.expose("helper", [] { return 1; }));
    {
        const std::shared_ptr<void> held(nullptr, [&](void *) { registry.withdraw("helper"); });
        QVERIFY(registry.expose("session", [held] { return held == nullptr; }));
    }
    QCOMPARE(registry.names().size(), 2);
    QVERIFY(registry.withdraw("session"));
    QVERIFY(registry.names().isEmpty());
}

QTEST_GUILESS_MAIN(TestExposure)
#include "tst_exposure.moc"
