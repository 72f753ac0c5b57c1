// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "users.h"

#include <heliograph/callcontext.h>

#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>

using namespace heliograph;

// Who is at the other end, as channels, handlers and predicates are told.
class TestIdentities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aHandlerSeesWhoCalls();
    void aHandlerInAPoolSeesWhoCalls();
    void anAnswerThatComesLaterKnowsWhoCalled();
    void bothChannelsKnow();
    void aNameIsNotBelievedUnlessTrusted();
    void aPredicateSeesTheSame();
    void aClientDecidesWhatItsServerSees();
    void nobodyCallsOutsideOfHandlers();

private:
    // What tells of the link.
    static void checkPlace(const Identity &identity)
    {
        QFETCH_GLOBAL(QString, transport);
        QCOMPARE(identity.address, transport == u"tcp" ? QStringLiteral("127.0.0.1") : QString());
        QVERIFY(identity.isLocal);
        QCOMPARE(identity.mechanism, Mechanism::Null);
        QVERIFY(!identity.key.isValid());
    }
};

void TestIdentities::aHandlerSeesWhoCalls()
{
    Users users;
    QList<Identity> callers;
    QVERIFY(users.server.expose("who", [&] {
        callers.append(CallContext::current().identity());
        return CallContext::current().user();
    }));
    QCOMPARE(valueOf(users.alice.call<QString>("who")), QStringLiteral("alice"));
    QCOMPARE(valueOf(users.root.call<QString>("who")), QStringLiteral("root"));
    QCOMPARE(callers.size(), 2);
    QCOMPARE(callers[0].user, QStringLiteral("alice"));
    QCOMPARE(callers[1].user, QStringLiteral("root"));
    for (const Identity &caller : std::as_const(callers))
        checkPlace(caller);
}

void TestIdentities::aHandlerInAPoolSeesWhoCalls()
{
    QThreadPool pool; // ends after the server
    Users users;
    QVERIFY(
        users.server.expose("who", [] { return CallContext::current().identity().user; }, {.pool = &pool}));
    QCOMPARE(valueOf(users.alice.call<QString>("who")), QStringLiteral("alice"));
    QCOMPARE(valueOf(users.root.call<QString>("who")), QStringLiteral("root"));
}

void TestIdentities::anAnswerThatComesLaterKnowsWhoCalled()
{
    Users users;
    std::optional<CallContext> call;
    QPromise<int> promise;
    promise.start();
    QVERIFY(users.server.expose("later", [&] {
        call.emplace(CallContext::current());
        return promise.future();
    }));
    const QFuture<int> answer = users.alice.call<int>("later");
    QVERIFY(waitUntil([&] { return call.has_value(); }));
    users.alice.close();
    QVERIFY(waitUntil([&] { return call->channel() == nullptr; }));
    QCOMPARE(call->identity().user, QStringLiteral("alice"));
    QCOMPARE(call->user(), QStringLiteral("alice"));
    promise.finish();
}

void TestIdentities::bothChannelsKnow()
{
    Connection link({.trustNames = true}, {.user = QStringLiteral("alice")});
    QCOMPARE(link.client.identity().user, QString());
    QVERIFY(link.isEstablished());
    const Channel *const channel = link.server.channels().constFirst();
    QCOMPARE(channel->identity().user, QStringLiteral("alice"));
    QCOMPARE(channel->user(), QStringLiteral("alice"));
    checkPlace(channel->identity());
    checkPlace(link.client.identity());
    link.client.close();
    checkPlace(link.client.identity()); // stays what it was
}

void TestIdentities::aNameIsNotBelievedUnlessTrusted()
{
    Connection link({}, {.user = QStringLiteral("root")});
    link.server.setPredicate("admin", [](const Identity &who) { return who.user == u"root"; });
    QVERIFY(link.server.expose("f", [] { return 1; }, {.domain = QStringLiteral("admin")}));
    QCOMPARE(errorOf(link.client.call("f")).code(), ErrorCode::UnknownName);
    QCOMPARE(link.server.channels().constFirst()->identity().user, QString());
}

void TestIdentities::aPredicateSeesTheSame()
{
    Users users;
    QList<Identity> asked;
    users.server.setPredicate("admin", [&](const Identity &who) {
        asked.append(who);
        return true;
    });
    QVERIFY(users.server.expose("f", [] { return 1; }, {.domain = QStringLiteral("admin")}));
    QCOMPARE(valueOf(users.alice.call<int>("f")), 1);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0].user, QStringLiteral("alice"));
    checkPlace(asked[0]);
}

void TestIdentities::aClientDecidesWhatItsServerSees()
{
    Connection link;
    QVERIFY(link.client.expose("open", [] { return 1; }));
    QVERIFY(link.client.expose("closed", [] { return 2; }, {.domain = QStringLiteral("local")}));
    QVERIFY(link.isEstablished());
    Channel *const peer = link.server.channels().constFirst();
    QCOMPARE(valueOf(peer->call<int>("open")), 1);
    QCOMPARE(errorOf(peer->call("closed")).code(), ErrorCode::UnknownName);
    link.client.setPredicate("local", [](const Identity &who) { return who.isLocal; });
    QCOMPARE(valueOf(peer->call<int>("closed")), 2);
}

void TestIdentities::nobodyCallsOutsideOfHandlers()
{
    const Identity identity = CallContext::current().identity();
    QVERIFY(identity.user.isEmpty() && identity.address.isEmpty() && !identity.isLocal);
}

QTEST_GUILESS_MAIN(TestIdentities)
#include "moc_users.cpp"
#include "tst_identities.moc"
