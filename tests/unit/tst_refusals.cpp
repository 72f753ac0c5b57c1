// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"
#include "transport/rawline.h"

#include <QtTest/qtest.h>

#include <unistd.h>

using namespace heliograph;
using Type = LinkEvent::Type;
using Failure = LinkEvent::Failure;

/// What a socket that listens tells of those who got no further than the handshake: once each, and where they came from.
class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachHasAnAddress_data();
    void eachHasAnAddress();
    void eachIsToldOnce_data();
    void eachIsToldOnce();
    void whoGuessesTooOftenIsCut();
};

namespace {

const KeyPair serverKeys = KeyPair::generate();

/// All that somebody says who has another key.
QByteArray guess()
{
    return RawLine::greeting("CURVE") + "\4\xc8\5HELLO" + QByteArray("\1\0", 2) + QByteArray(192, 'x');
}

} // namespace

void TestRefusals::eachHasAnAddress_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<bool>("hangsUp");
    QTest::addColumn<Failure>("failure");
    for (const char *endpoint : {"tcp://127.0.0.1:*", "ipc://*"}) {
        const auto row = [endpoint](const char *name, const QByteArray &greeting, bool hangsUp,
                                    Failure failure) {
            QTest::addRow("%s, %s", name, endpoint)
                << QString::fromLatin1(endpoint) << greeting << hangsUp << failure;
        };
        const QByteArray greeting = RawLine::greeting("CURVE");
        row("another mechanism", RawLine::greeting("NULL"), false, Failure::MechanismMismatch);
        row("another key", guess(), false, Failure::WrongServerKey);
        row("no ZMTP", greeting + "\4\5\4WHAT", false, Failure::NotAPeer);
        row("hangs up", greeting, true, Failure::Unknown);
        row("hangs up early", greeting.first(20), true, Failure::Unknown);
    }
}

void TestRefusals::eachHasAnAddress()
{
    QFETCH(const QString, endpoint);
    QFETCH(const QByteArray, greeting);
    QFETCH(const bool, hangsUp);
    QFETCH(const Failure, failure);
    const Listening router(listening(gatekeeper(Mechanism::Curve, letIn), serverKeys), endpoint);
    const RawLine idle(router.endpoint()); // that somebody else is there makes no difference
    const RawLine line(router.endpoint());
    QVERIFY(runUntil([&] { return router.told.count(Type::Accepted) == 2; }));
    line.send(greeting);
    if (hangsUp)
        line.hangUp();
    const auto refused = router.waitFor(Type::ClientRefused);
    QVERIFY(refused);
    QCOMPARE(refused->failure, failure);
    const QString process = QStringLiteral("process %1").arg(::getpid());
    QCOMPARE(refused->address, endpoint.startsWith(u"tcp") ? QStringLiteral("127.0.0.1") : process);
    QVERIFY(runUntil([&] { return router.told.has(Type::Disconnected); }));
    QCOMPARE(router.told.count(Type::ClientRefused), 1);
}

void TestRefusals::eachIsToldOnce_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:*");
    QTest::newRow("ipc") << QStringLiteral("ipc://*");
}

/// While others come and go.
void TestRefusals::eachIsToldOnce()
{
    QFETCH(const QString, endpoint);
    const Listening router(listening(gatekeeper(Mechanism::Curve, letIn), serverKeys), endpoint);
    const KeyPair own = KeyPair::generate();
    const LinkSettings right = showingKeys(own, serverKeys.publicKey());
    const LinkSettings wrong = showingKeys(own, own.publicKey());
    constexpr int rounds = 15; // fewer than failures are too many
    for (int i = 1; i <= rounds; ++i) {
        const Connecting welcome(router.endpoint(), right, "hello");
        const Connecting refused(router.endpoint(), wrong, "let me in");
        QVERIFY(runUntil(
            [&] { return router.told.messages == i && router.told.count(Type::ClientRefused) >= i; }));
    }
    const Connecting last(router.endpoint(), right, "hello");
    QVERIFY(runUntil([&] { return router.told.messages == rounds + 1; }));
    QCOMPARE(router.told.count(Type::ClientRefused), rounds);
    for (const LinkEvent &event : router.told.events)
        QCOMPARE(event.failure, event.type == Type::ClientRefused ? Failure::WrongServerKey : Failure::None);
}

void TestRefusals::whoGuessesTooOftenIsCut()
{
    const Listening router(listening(gatekeeper(Mechanism::Curve, letIn), serverKeys));
    const auto cut = [&router] {
        return std::find_if(router.told.events.begin(), router.told.events.end(),
                            [](const auto &event) { return event.failure == Failure::TooManyFailures; });
    };
    const bool isCut = runUntil([&] {
        const RawLine line(router.endpoint());
        const int ends = router.told.count(Type::Disconnected);
        if (!runUntil([&] { return router.told.count(Type::Accepted) > ends; }))
            return false;
        if (cut() != router.told.events.end())
            return true;
        line.send(guess());
        return !runUntil([&] { return router.told.count(Type::Disconnected) > ends; });
    });
    QVERIFY(isCut);
    QCOMPARE(cut()->address, QStringLiteral("127.0.0.1"));
    QVERIFY(router.told.count(Type::ClientRefused) > 20);

    const KeyPair own = KeyPair::generate();
    const bool comesIn = runUntil([&] { // when some are forgiven
        const Connecting friendly(router.endpoint(), showingKeys(own, serverKeys.publicKey()), "hello");
        return runUntil([&] {
                   return friendly.told.has(Type::HandshakeFailed) || friendly.told.has(Type::Disconnected)
                          || router.told.messages > 0;
               })
               && router.told.messages > 0;
    });
    QVERIFY(comesIn);
}

QTEST_GUILESS_MAIN(TestRefusals)

#include "tst_refusals.moc"
