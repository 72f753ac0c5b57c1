// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "users.h"

#include <heliograph/types.h>

#include <QtCore/qregularexpression.h>

#include <atomic>

using namespace heliograph;

namespace {

/// Says how often one was read.
struct Parcel
{
    static inline std::atomic<int> opened = 0;
};

} // namespace

// What does not exist for a caller is to him as if it had never been exposed, whichever way he looks for it.
class TestPermissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void callsRouteByPermission();
    void aHiddenNameLooksUnknown_data();
    void aHiddenNameLooksUnknown();
    void argumentsOfWhatIsHiddenAreNotRead();
    void aHiddenOverloadLooksUnknown();
    void aHiddenWriterLooksUnwritable();
    void aPropertyIsWrittenWhereItIsRead();
    void oneWayCallsDoNotReachWhatIsHidden();
    void onlyWhatExistsIsDescribed();
    void aHiddenSignalLooksUnknown();
    void aHiddenObjectLooksUnknown();
    void hiddenObjectsAreNotListed();
    void anObjectIsSharedInParts();
    void sharedRegistriesDecideForThemselves();
    void aPredicateIsAskedOnceInASession();
};

void TestPermissions::callsRouteByPermission()
{
    Users users;
    QVERIFY(users.server.expose("power", [] { return QStringLiteral("small"); }));
    QVERIFY(users.server.expose("power", [] { return QStringLiteral("great"); },
                                {.domain = QStringLiteral("admin")}));
    QVERIFY(users.server.expose("nobody's", [] {}, {.domain = QStringLiteral("forgotten")}));
    QCOMPARE(valueOf(users.alice.call<QString>("power")), QStringLiteral("small"));
    QCOMPARE(valueOf(users.root.call<QString>("power")), QStringLiteral("great"));
    QCOMPARE(errorOf(users.root.call("nobody's")).code(), ErrorCode::UnknownName);
    QVERIFY(users.server.withdraw("power")); // both
    QCOMPARE(errorOf(users.alice.call("power")).code(), ErrorCode::UnknownName);
    QCOMPARE(errorOf(users.root.call("power")).code(), ErrorCode::UnknownName);
}

void TestPermissions::aHiddenNameLooksUnknown_data()
{
    QTest::addColumn<QString>("member");
    for (const char *member : {"look", "look()", "level", "level=", "turn", "turn(int)", "turned", "no", ""})
        QTest::newRow(member) << QString::fromLatin1(member);
}

void TestPermissions::aHiddenNameLooksUnknown()
{
    QFETCH(QString, member);
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault,
                                {.domain = QStringLiteral("admin"), .writableProperties = true}));
    QCOMPARE(valueOf(users.root.call<int>("vault.look")), 1);
    const QString hidden = member.isEmpty() ? QStringLiteral("vault") : u"vault." + member;
    const QString unknown = member.isEmpty() ? QStringLiteral("attic") : u"attic." + member;
    // The arguments are not looked at: most of these take none.
    const Error error = errorOf(users.alice.call(hidden, 1, "two"));
    const Error expected = errorOf(users.alice.call(unknown, 1, "two"));
    QCOMPARE(error.code(), ErrorCode::UnknownName);
    QCOMPARE(error.code(), expected.code());
    QCOMPARE(withoutName(error.message(), hidden), withoutName(expected.message(), unknown));
    QCOMPARE(error.details(), expected.details());
    QCOMPARE(error.remoteTrace(), expected.remoteTrace());
    QCOMPARE(vault.looks, 1);
}

void TestPermissions::argumentsOfWhatIsHiddenAreNotRead()
{
    static const bool isRegistered = registerType<Parcel>(
        100, [](Encoder &encoder, const Parcel &) { encoder.writeNil(); },
        [](Decoder &decoder, Parcel &) {
            ++Parcel::opened;
            return decoder.readNil();
        });
    QVERIFY(isRegistered);
    Users users;
    QVERIFY(
        users.server.expose("post", [](const Parcel &) { return 1; }, {.domain = QStringLiteral("admin")}));
    const int before = Parcel::opened;
    QCOMPARE(valueOf(users.root.call<int>("post", Parcel())), 1);
    const int after = Parcel::opened;
    QVERIFY(after > before);
    QCOMPARE(errorOf(users.alice.call("post", Parcel())).code(), ErrorCode::UnknownName);
    QCOMPARE(Parcel::opened.load(), after);
}

void TestPermissions::aHiddenOverloadLooksUnknown()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    QCOMPARE(valueOf(users.alice.call<int>("vault.turn", 3)), 3);
    QCOMPARE(valueOf(users.root.call<int>("vault.turn", 3)), 3);
    QCOMPARE(valueOf(users.root.call<QString>("vault.turn", QStringLiteral("left"))), QStringLiteral("left"));
    const Error misfit = errorOf(users.alice.call("vault.turn", QStringLiteral("left")));
    QCOMPARE(misfit.code(), ErrorCode::WrongArguments);
    QVERIFY2(!misfit.message().contains(u"QString"), misfit.what());
    const Error hidden = errorOf(users.alice.call("vault.turn(QString)", QStringLiteral("left")));
    const Error unknown = errorOf(users.alice.call("vault.turn(double)", QStringLiteral("left")));
    QCOMPARE(hidden.code(), ErrorCode::UnknownName);
    QCOMPARE(withoutName(hidden.message(), QStringLiteral("QString")),
             withoutName(unknown.message(), QStringLiteral("double")));
}

void TestPermissions::aHiddenWriterLooksUnwritable()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    QVERIFY(users.server.expose("vault", &vault,
                                {.domain = QStringLiteral("admin"), .writableProperties = true}));
    QCOMPARE(valueOf(users.root.call<int>("vault.level=", 5)), 5);
    QCOMPARE(errorOf(users.alice.call("vault.level=", 6)).code(), ErrorCode::NoPermission); // it can be read
    QCOMPARE(valueOf(users.alice.call<int>("vault.level")), 5);
    RemoteObject remote(&users.alice, "vault");
    QVERIFY(waitForState(remote, RemoteObject::State::Ready));
    QCOMPARE(errorOf(remote.setValue("level", 6)).code(), ErrorCode::NoPermission);
    QCOMPARE(vault.m_level, 5);
}

void TestPermissions::aPropertyIsWrittenWhereItIsRead()
{
    const QString admin = QStringLiteral("admin");
    Registry shared;
    const Endpoint endpoint;
    Server server({.sharedRegistry = shared, .trustNames = true});
    QVERIFY(server.bind(endpoint.text()));
    server.setPredicate(admin, [](const Identity &who) { return who.user == u"root"; });
    Client root({.user = QStringLiteral("root")});
    Client alice({.user = QStringLiteral("alice")});
    QVERIFY(root.connectToServer(server.endpoints().constFirst()));
    QVERIFY(alice.connectToServer(server.endpoints().constFirst()));
    Vault small;
    Vault great;
    great.m_level = 100;
    // In two domains of one registry, then in two registries.
    for (Registry below : {server.registry(), shared}) {
        QVERIFY(below.expose("vault", &small, {.writableProperties = true}));
        QVERIFY(server.expose("vault", &great, {.domain = admin}));
        QCOMPARE(valueOf(root.call<int>("vault.level")), 100);
        for (const char *name : {"vault.level=", "vault.level=(int)"})
            QCOMPARE(errorOf(root.call(name, 6)).code(), ErrorCode::NoPermission);
        QCOMPARE(valueOf(alice.call<int>("vault.level=", 5)), 5);
        QCOMPARE(small.m_level, 5);
        QCOMPARE(great.m_level, 100);
        QVERIFY(below.withdraw(&small) && server.withdraw(&great));
    }
}

void TestPermissions::oneWayCallsDoNotReachWhatIsHidden()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("one-way call of \"vault.open\"")));
    users.alice.notify("vault.open");
    QCOMPARE(valueOf(users.alice.call<int>("vault.look")), 1); // comes behind it
    QCOMPARE(vault.opens, 0);
    users.root.notify("vault.open");
    QCOMPARE(valueOf(users.root.call<int>("vault.look")), 2);
    QCOMPARE(vault.opens, 1);
}

void TestPermissions::onlyWhatExistsIsDescribed()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    QVERIFY(users.server.expose("secret", [](int key) { return key; }, {.domain = QStringLiteral("admin")}));
    const auto describe = [](Client &client) {
        QStringList signatures;
        const auto methods = valueOf(client.call<QVariantList>("heliograph.describe", QString()));
        for (const QVariant &method : methods)
            signatures.append(method.toMap().value(QStringLiteral("signature")).toString());
        return signatures.join(u'\n');
    };
    QCOMPARE(describe(users.alice), QStringLiteral("heliograph.describe(QString prefix) -> QVariantList\n"
                                                   "vault.level() -> int\n"
                                                   "vault.look() -> int\n"
                                                   "vault.turn(int by) -> int"));
    QCOMPARE(describe(users.root), QStringLiteral("heliograph.describe(QString prefix) -> QVariantList\n"
                                                  "secret(int) -> int\n"
                                                  "vault.level() -> int\n"
                                                  "vault.look() -> int\n"
                                                  "vault.open() -> int\n"
                                                  "vault.turn(int by) -> int\n"
                                                  "vault.turn(QString where) -> QString"));
}

void TestPermissions::aHiddenSignalLooksUnknown()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    Connected connected(users.alice);
    Connected connectedRoot(users.root);
    QSignalSpy failed(&users.alice, &Channel::signalFailed);
    int heard = 0;
    int heardByRoot = 0;
    for (const char *name : {"vault.opened", "vault.opened(int)", "vault.turned(QString)", "attic.opened"})
        users.alice.connectSignal(name, this, [&] { ++heard; });
    users.alice.connectSignal("vault.turned", this, [&](int by) { heard += by; }); // the only one that exists
    users.root.connectSignal("vault.opened", this, [&] { ++heardByRoot; });
    QVERIFY(waitUntil([&] { return failed.size() == 4; }));
    QVERIFY(connected.wait() && connectedRoot.wait());
    QStringList reasons;
    for (const QList<QVariant> &failure : failed) {
        const Error error = failure[1].value<Error>();
        QCOMPARE(error.code(), ErrorCode::UnknownName);
        reasons.append(withoutName(error.message(), failure[0].toString()));
    }
    QCOMPARE(reasons.removeDuplicates(), 3);
    Q_EMIT vault.opened(1);
    Q_EMIT vault.turned(QStringLiteral("left"));
    Q_EMIT vault.turned(100);
    QVERIFY(waitUntil([&] { return heard >= 100 && heardByRoot > 0; }));
    QCOMPARE(heard, 100);
    QCOMPARE(connected.spy.size(), 1);
}

void TestPermissions::aHiddenObjectLooksUnknown()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault, {.domain = QStringLiteral("admin")}));
    RemoteObject hidden(&users.alice, "vault");
    RemoteObject unknown(&users.alice, "attic");
    RemoteObject seen(&users.root, "vault");
    QVERIFY(waitForState(seen, RemoteObject::State::Ready));
    QVERIFY(waitUntil([&] { return unknown.error().code() == ErrorCode::UnknownName; }));
    QVERIFY(waitUntil([&] { return hidden.error().code() == ErrorCode::UnknownName; }));
    QCOMPARE(hidden.state(), RemoteObject::State::Waiting);
    QCOMPARE(withoutName(hidden.error().message(), QStringLiteral("vault")),
             withoutName(unknown.error().message(), QStringLiteral("attic")));
    QVERIFY(hidden.propertyNames().isEmpty());
}

void TestPermissions::hiddenObjectsAreNotListed()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault, {.domain = QStringLiteral("admin")}));
    QVERIFY(users.server.expose("hall", &vault));
    QSignalSpy added(&users.alice, &Channel::objectAdded);
    QSignalSpy removed(&users.alice, &Channel::objectRemoved);
    QSignalSpy addedToRoot(&users.root, &Channel::objectAdded);
    QVERIFY(waitUntil([&] { return added.size() == 1 && addedToRoot.size() == 2; }));
    QCOMPARE(users.alice.objects(), QStringList(QStringLiteral("hall")));
    QVERIFY(users.server.withdraw("vault"));
    QVERIFY(users.server.expose("cellar", &vault, {.domain = QStringLiteral("admin")}));
    QVERIFY(waitUntil([&] { return users.root.objects().contains(u"cellar"); }));
    QVERIFY(users.server.expose("yard", &vault));
    QVERIFY(waitUntil([&] { return users.alice.objects().contains(u"yard"); }));
    QCOMPARE(added.size(), 2);
    QCOMPARE(removed.size(), 0);
}

void TestPermissions::anObjectIsSharedInParts()
{
    Users users;
    Vault vault;
    QVERIFY(users.server.expose("vault", &vault));
    RemoteObject forAlice(&users.alice, "vault");
    RemoteObject forRoot(&users.root, "vault");
    QVERIFY(waitForState(forAlice, RemoteObject::State::Ready)
            && waitForState(forRoot, RemoteObject::State::Ready));
    const QString all = QDebug::toString(forAlice.description());
    QVERIFY2(!all.contains(u"open") && !all.contains(u"QString where"), qUtf8Printable(all));
    QVERIFY(forRoot.methodNames().contains(u"open") && forRoot.signalNames().contains(u"opened"));
    QCOMPARE(forAlice.value<int>("level"), 3);
    QCOMPARE(errorOf(forAlice.call("open")).code(), ErrorCode::UnknownName);
    QCOMPARE(valueOf(forRoot.call<int>("open")), 1);
}

void TestPermissions::sharedRegistriesDecideForThemselves()
{
    const Endpoint endpoint;
    Registry shared;
    Server server({.sharedRegistry = shared, .trustNames = true});
    QVERIFY(server.bind(endpoint.text()));
    Client alice({.user = QStringLiteral("alice")});
    QVERIFY(alice.connectToServer(server.endpoints().constFirst()));
    const QString admin = QStringLiteral("admin");
    server.setPredicate(admin, [](const Identity &) { return true; });
    QVERIFY(shared.expose("own", [] { return 1; }, {.domain = admin}));
    QCOMPARE(errorOf(alice.call("own")).code(), ErrorCode::UnknownName);
    shared.setPredicate(admin, [](const Identity &who) { return who.user == u"alice"; });
    QCOMPARE(valueOf(alice.call<int>("own")), 1);
    // What does not exist in the first registry does not hide what is in the next.
    QVERIFY(server.expose("own", [] { return 2; }, {.domain = QStringLiteral("others")}));
    QCOMPARE(valueOf(alice.call<int>("own")), 1);
    QVERIFY(server.expose("own", [] { return 3; }));
    QCOMPARE(valueOf(alice.call<int>("own")), 3);
}

void TestPermissions::aPredicateIsAskedOnceInASession()
{
    Connection link;
    int asked = 0;
    link.server.setPredicate("admin", [&](const Identity &) { return ++asked > 0; });
    const ExposeOptions admin{.domain = QStringLiteral("admin")};
    QVERIFY(link.server.expose(
        "f", [] { return 1; }, admin));
    QVERIFY(link.server.expose(
        "g", [] { return 2; }, admin));
    QCOMPARE(valueOf(link.client.call<int>("f")), 1);
    QCOMPARE(valueOf(link.client.call<int>("g")), 2);
    QCOMPARE(valueOf(link.client.call<int>("f")), 1);
    QCOMPARE(asked, 1);
    link.client.close();
    QVERIFY(link.client.connectToServer(link.server.endpoints().constFirst()));
    QCOMPARE(valueOf(link.client.call<int>("f")), 1);
    QCOMPARE(asked, 2);
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "moc_users.cpp"
#include "tst_permissions.moc"
