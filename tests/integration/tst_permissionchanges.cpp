// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "users.h"

#include "serverthread.h"

#include <atomic>

using namespace heliograph;

// Permissions that change while sessions last.
class TestPermissionChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void callsFollowAtOnce();
    void aSubscriptionEndsAsIfWithdrawn();
    void aSubscriptionBegins();
    void aSubscriptionStaysAsItIs();
    void aReplicaGoesAndComesBack();
    void aReplicaSeesOtherMembers();
    void objectsComeAndGo();
    void aNameGoesOverToAnotherDomain();
    void theDefaultDomainCanBeClosed();
    void anotherThreadChangesThem();
    void aPredicateMayEndTheSession_data();
    void aPredicateMayEndTheSession();

private:
    // Lets those in for whom the test opens the domain.
    class Gate
    {
    public:
        explicit Gate(Server &server, const QString &domain = QStringLiteral("admin")) : m_server(server)
        {
            server.setPredicate(domain, [this](const Identity &who) { return m_users.contains(who.user); });
        }
        void openFor(const QStringList &users)
        {
            m_users = users;
            m_server.permissionsChanged();
        }

    private:
        Server &m_server;
        QStringList m_users;
    };
    inline static const QString admin = QStringLiteral("admin");
    inline static const QString alice = QStringLiteral("alice");
};

void TestPermissionChanges::callsFollowAtOnce()
{
    Users users;
    Gate gate(users.server);
    QVERIFY(users.server.expose("f", [] { return 1; }, {.domain = admin}));
    QCOMPARE(errorOf(users.alice.call("f")).code(), ErrorCode::UnknownName);
    gate.openFor({alice});
    QCOMPARE(valueOf(users.alice.call<int>("f")), 1);
    gate.openFor({});
    QCOMPARE(errorOf(users.alice.call("f")).code(), ErrorCode::UnknownName);
    users.server.setPredicate(admin, [](const Identity &) { return true; });
    QCOMPARE(valueOf(users.alice.call<int>("f")), 1);
    users.server.setPredicate(admin, nullptr);
    QCOMPARE(errorOf(users.alice.call("f")).code(), ErrorCode::UnknownName);
}

void TestPermissionChanges::aSubscriptionEndsAsIfWithdrawn()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    gate.openFor({alice, QStringLiteral("root")});
    Connected connected(users.alice);
    Connected connectedRoot(users.root);
    QSignalSpy failed(&users.alice, &Channel::signalFailed);
    int heard = 0;
    int heardByRoot = 0;
    users.alice.connectSignal("vault.opened", this, [&] { ++heard; });
    users.root.connectSignal("vault.opened", this, [&] { ++heardByRoot; });
    QVERIFY(connected.wait() && connectedRoot.wait());
    Q_EMIT vault.opened(1);
    QVERIFY(waitUntil([&] { return heard == 1 && heardByRoot == 1; }));
    gate.openFor({QStringLiteral("root")});
    Q_EMIT vault.opened(2); // at once
    QVERIFY(waitUntil([&] { return failed.size() == 1; }));
    const Error error = failed[0][1].value<Error>();
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    QCOMPARE(valueOf(users.alice.call<int>("vault.look")), 1); // comes behind what was emitted
    QVERIFY(waitUntil([&] { return heardByRoot == 2; }));
    QCOMPARE(heard, 1);
    // The same word as for an object that is gone.
    users.alice.connectSignal("vault.levelChanged", this, [&] { ++heard; });
    QVERIFY(connected.wait(2));
    QVERIFY(users.server.withdraw("vault"));
    QVERIFY(waitUntil([&] { return failed.size() == 2; }));
    QCOMPARE(withoutName(failed[1][1].value<Error>().message(), QStringLiteral("vault.levelChanged")),
             withoutName(error.message(), QStringLiteral("vault.opened")));
}

void TestPermissionChanges::aSubscriptionBegins()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault, {.domain = admin}));
    Connected connected(users.alice);
    QSignalSpy failed(&users.alice, &Channel::signalFailed);
    int heard = 0;
    users.alice.connectSignal("vault.opened", this, [&](int door) { heard = door; });
    QVERIFY(waitUntil([&] { return failed.size() == 1; }));
    gate.openFor({alice});
    QVERIFY(connected.wait());
    Q_EMIT vault.opened(7);
    QVERIFY(waitUntil([&] { return heard == 7; }));
}

void TestPermissionChanges::aSubscriptionStaysAsItIs()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    Connected connected(users.alice);
    QSignalSpy failed(&users.alice, &Channel::signalFailed);
    QList<int> heard;
    users.alice.connectSignal("vault.turned", this, [&](int by) { heard.append(by); });
    QVERIFY(connected.wait());
    gate.openFor({alice}); // from now on there is an overload
    Q_EMIT vault.turned(1);
    Q_EMIT vault.turned(QStringLiteral("left"));
    QCOMPARE(valueOf(users.alice.call<int>("vault.open")), 1);
    // Another object of that name has both.
    Vault great;
    QVERIFY(users.server.expose("vault", &great, {.domain = admin}));
    QVERIFY(connected.wait(2));
    Q_EMIT vault.turned(2);
    Q_EMIT great.turned(QStringLiteral("right"));
    Q_EMIT great.turned(3);
    gate.openFor({});
    QVERIFY(connected.wait(3));
    Q_EMIT vault.turned(4);
    QVERIFY(waitUntil([&] { return heard.size() == 3; }));
    QCOMPARE(heard, (QList<int>{1, 3, 4}));
    QCOMPARE(failed.size(), 0);
}

void TestPermissionChanges::aReplicaGoesAndComesBack()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault, {.domain = admin, .writableProperties = true}));
    gate.openFor({alice, QStringLiteral("root")});
    RemoteObject replica(&users.alice, "vault");
    RemoteObject kept(&users.root, "vault");
    QVERIFY(waitForState(replica, RemoteObject::State::Ready)
            && waitForState(kept, RemoteObject::State::Ready));
    gate.openFor({QStringLiteral("root")});
    QVERIFY(waitForState(replica, RemoteObject::State::Gone));
    QCOMPARE(replica.error().code(), ErrorCode::UnknownName);
    QCOMPARE(errorOf(replica.setValue("level", 8)).code(), ErrorCode::UnknownName);
    valueOf(kept.setValue("level", 9));
    QCOMPARE(errorOf(users.alice.call("nothing")).code(),
             ErrorCode::UnknownName); // what there was came before
    QCOMPARE(replica.value<int>("level"), 3);
    QCOMPARE(kept.state(), RemoteObject::State::Ready);
    gate.openFor({alice});
    QVERIFY(waitForState(replica, RemoteObject::State::Ready));
    QCOMPARE(replica.value<int>("level"), 9);
    QVERIFY(waitForState(kept, RemoteObject::State::Gone));
}

void TestPermissionChanges::aReplicaSeesOtherMembers()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    RemoteObject replica(&users.alice, "vault");
    QVERIFY(waitForState(replica, RemoteObject::State::Ready));
    QVERIFY(!replica.methodNames().contains(u"open"));
    QSignalSpy states(&replica, &RemoteObject::stateChanged);
    gate.openFor({alice});
    QVERIFY(waitUntil([&] { return replica.methodNames().contains(u"open"); }));
    gate.openFor({});
    QVERIFY(waitUntil([&] { return !replica.methodNames().contains(u"open"); }));
    QCOMPARE(states.size(), 0); // it was there all the time
    vault.setProperty("level", 12);
    QVERIFY(waitUntil([&] { return replica.value<int>("level") == 12; }));
}

void TestPermissionChanges::objectsComeAndGo()
{
    Users users;
    Gate gate(users.server);
    Vault vault;
    QVERIFY(users.server.expose("hall", &vault));
    QVERIFY(users.server.expose("vault", &vault, {.domain = admin}));
    QSignalSpy added(&users.alice, &Channel::objectAdded);
    QSignalSpy removed(&users.alice, &Channel::objectRemoved);
    QVERIFY(waitUntil([&] { return added.size() == 1; }));
    gate.openFor({alice});
    QVERIFY(waitUntil([&] { return added.size() == 2; }));
    QCOMPARE(added[1][0].toString(), QStringLiteral("vault"));
    gate.openFor({});
    QVERIFY(waitUntil([&] { return removed.size() == 1; }));
    QCOMPARE(removed[0][0].toString(), QStringLiteral("vault"));
    QCOMPARE(users.alice.objects(), QStringList(QStringLiteral("hall")));
}

void TestPermissionChanges::aNameGoesOverToAnotherDomain()
{
    Users users;
    Gate gate(users.server);
    Vault small;
    Vault great;
    great.m_level = 100;
    QVERIFY(users.server.expose("vault", &small));
    QVERIFY(users.server.expose("vault", &great, {.domain = admin}));
    RemoteObject replica(&users.alice, "vault");
    Connected connected(users.alice);
    int heard = 0;
    users.alice.connectSignal("vault.turned(int)", this, [&](int by) { heard = by; });
    QVERIFY(connected.wait() && waitForState(replica, RemoteObject::State::Ready));
    QCOMPARE(replica.value<int>("level"), 3);
    gate.openFor({alice});
    QVERIFY(waitUntil([&] { return replica.value<int>("level") == 100; }));
    QVERIFY(connected.wait(2));
    Q_EMIT small.turned(1);
    Q_EMIT great.turned(2);
    QVERIFY(waitUntil([&] { return heard > 0; }));
    QCOMPARE(heard, 2);
    QCOMPARE(valueOf(users.alice.call<int>("vault.look")), 1);
    QCOMPARE(great.looks, 1);
    gate.openFor({});
    QVERIFY(waitUntil([&] { return replica.value<int>("level") == 3; }));
}

void TestPermissionChanges::theDefaultDomainCanBeClosed()
{
    Users users;
    Gate gate(users.server, {});
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    QCOMPARE(errorOf(users.alice.call("vault.look")).code(), ErrorCode::UnknownName);
    gate.openFor({alice});
    QCOMPARE(valueOf(users.alice.call<int>("vault.look")), 1);
    QCOMPARE(errorOf(users.root.call("vault.look")).code(), ErrorCode::UnknownName);
}

void TestPermissionChanges::anotherThreadChangesThem()
{
    std::atomic<bool> isOpen = false;
    ServerThread home;
    Registry registry;
    home.run([&] {
        registry = home.server->registry();
        home.server->setPredicate(admin, [&](const Identity &) { return isOpen.load(); });
        home.server->expose("f", [] { return 1; }, {.domain = admin});
    });
    Client client;
    QVERIFY(client.connectToServer(home.endpoint()));
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(errorOf(client.call("f")).code(), ErrorCode::UnknownName);
        isOpen.store(true);
        registry.permissionsChanged();
        QCOMPARE(valueOf(client.call<int>("f")), 1);
        isOpen.store(false);
        registry.setPredicate(admin, [&](const Identity &) { return isOpen.load(); });
    }
}

void TestPermissionChanges::aPredicateMayEndTheSession_data()
{
    QTest::addColumn<QString>("by");
    for (const char *by : {"call", "signal", "object", "change"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void TestPermissionChanges::aPredicateMayEndTheSession()
{
    QFETCH(QString, by);
    Connection link;
    Vault vault;
    QVERIFY(link.server.expose("vault", &vault));
    QVERIFY(link.isEstablished());
    RemoteObject replica(&link.client, "vault");
    if (by == u"change")
        QVERIFY(waitForState(replica, RemoteObject::State::Ready));
    QSignalSpy ended(&link.client, &Channel::disconnected);
    link.server.setPredicate(admin, [&](const Identity &) {
        link.server.close();
        return true;
    });
    if (by == u"call")
        QVERIFY(errorOf(link.client.call("vault.look")).code() != ErrorCode::None);
    else if (by == u"signal")
        link.client.connectSignal("vault.turned(int)", this, [] {});
    QVERIFY(waitUntil([&] { return ended.size() == 1; }));
    QVERIFY(link.server.channels().isEmpty());
}

QTEST_GUILESS_MAIN(TestPermissionChanges)
#include "moc_users.cpp"
#include "tst_permissionchanges.moc"
