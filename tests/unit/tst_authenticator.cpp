// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/decision.h"

#include <heliograph/authenticate.h>

#include <QtCore/qdebug.h>
#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;

class TestAuthenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVerdictIsToldOnce();
    void noVerdictIsARefusal();
    void aVerdictMayBeGivenLaterAndElsewhere();
    void aVerdictIsWantedOnce();
    void noAttemptShowsItsPassword();
    void openIsForThisHost_data();
    void openIsForThisHost();
    void nobodyIsAskedOverInproc();
    void openLetsInWhoIsHere();
    void openInsecurelyLetsInFromAnywhere();
    void namesAreBelievedOnThisHostOnly();
    void badNamesAreNotBelieved_data();
    void badNamesAreNotBelieved();
    void whatIsNotOverriddenIsHarmless();

private:
    const Attempt m_nobody = {.isLocal = true};
};

void TestAuthenticator::aVerdictIsToldOnce()
{
    Decision decision;
    {
        Verdict verdict = decision.verdict();
        QCOMPARE(decision.count(), 0);
        verdict.accept(QStringLiteral("ada"));
        verdict.refuse(Error(ErrorCode::Refused));
        verdict.accept(QStringLiteral("bob"));
    }
    QCOMPARE(decision.count(), 1);
    QCOMPARE(decision.text(), QStringLiteral("user: ada"));
}

void TestAuthenticator::noVerdictIsARefusal()
{
    Decision dropped;
    (void)dropped.verdict();
    QCOMPARE(dropped.count(), 1);
    QVERIFY(dropped.text().startsWith(QStringLiteral("Refused: Nobody has decided")));

    Decision first;
    Decision second;
    Verdict verdict = first.verdict();
    verdict = second.verdict();
    QCOMPARE(first.count(), 1);
    QVERIFY(first.text().startsWith(QStringLiteral("Refused: ")));
    QCOMPARE(second.count(), 0);
    Verdict moved = std::move(verdict);
    QCOMPARE(second.count(), 0);
    moved.accept({});
    QCOMPARE(second.text(), QStringLiteral("user: "));
}

void TestAuthenticator::aVerdictMayBeGivenLaterAndElsewhere()
{
    class Later : public Authenticator
    {
    public:
        [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Null; }
        [[nodiscard]] std::optional<Error> check(const QString &) const override { return std::nullopt; }
        void decide(const Attempt &, Verdict verdict) override { kept = std::move(verdict); }

        std::optional<Verdict> kept;
    };
    Later authenticator;
    Decision decision;
    authenticator.decide(m_nobody, decision.verdict());
    QCOMPARE(decision.count(), 0);
    std::thread([verdict = std::move(*authenticator.kept)]() mutable {
        verdict.accept(QStringLiteral("ada"));
    }).join();
    QCOMPARE(decision.text(), QStringLiteral("user: ada"));
}

void TestAuthenticator::aVerdictIsWantedOnce()
{
    Decision decision;
    QVERIFY(decision.verdict().isWanted());
    Verdict answered = decision.verdict();
    answered.accept({});
    QVERIFY(!answered.isWanted());

    const auto abandoned = std::make_shared<std::atomic<bool>>(false);
    Verdict first([](const Verdict::Outcome &) {}, abandoned);
    QVERIFY(first.isWanted());
    Verdict second = std::move(first);
    QVERIFY(!first.isWanted()); // NOLINT(bugprone-use-after-move): that is what is tested
    first = std::move(second);
    QVERIFY(first.isWanted());
    *abandoned = true;
    QVERIFY(!first.isWanted());
}

void TestAuthenticator::noAttemptShowsItsPassword()
{
    QString shown;
    QDebug(&shown) << Attempt{.mechanism = Mechanism::Plain,
                              .address = QStringLiteral("192.0.2.1"),
                              .user = QStringLiteral("ada"),
                              .password = "sesame"};
    QCOMPARE(shown.trimmed(), QStringLiteral("Attempt(plain, \"ada\", from 192.0.2.1)"));
}

void TestAuthenticator::openIsForThisHost_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<bool>("isAllowed");
    for (const char *here :
         {"ipc:///run/server", "ipc://@abstract", "inproc://server", "tcp://127.0.0.1:*", // no socket
          "tcp://127.8.9.10:1234", "tcp://[::1]:1234", "tcp://localhost:1234"})           // no socket
        QTest::newRow(here) << QString::fromLatin1(here) << true;
    for (const char *away : {"tcp://*:*", "tcp://0.0.0.0:*", "tcp://[::]:*", "tcp://192.0.2.1:*",
                             "tcp://128.0.0.1:*", "tcp://[::2]:*", "tcp://::1:*", "tcp://eth0:*",
                             "tcp://localhost.example.com:*", "tcp://127.0.0.1.example.com:*",
                             "tcp://127.0.0.1:0;192.0.2.1:*", "udp://127.0.0.1:*", "IPC://x", ""})
        QTest::newRow(away) << QString::fromLatin1(away) << false;
}

void TestAuthenticator::openIsForThisHost()
{
    QFETCH(QString, endpoint);
    QFETCH(bool, isAllowed);
    const std::optional<Error> error = authenticate::open()->check(endpoint);
    QCOMPARE(!error, isAllowed);
    // Whoever has to be asked for more cannot be asked over inproc.
    const bool isAsked = !endpoint.startsWith(QStringLiteral("inproc:"));
    QCOMPARE(!authenticate::trustedNames()->check(endpoint), isAllowed && isAsked);
    QCOMPARE(!authenticate::plain(PasswordFile())->check(endpoint), isAllowed && isAsked);
    QCOMPARE(authenticate::openInsecurely()->check(endpoint), std::nullopt);
    if (!isAllowed) {
        QCOMPARE(error->code(), ErrorCode::InvalidAddress);
        QVERIFY(error->message().contains(QStringLiteral("keys or a secret"))); // what to do about it
    }
}

void TestAuthenticator::nobodyIsAskedOverInproc()
{
    const auto users = std::make_shared<KeyStore>(QStringList());
    for (const std::shared_ptr<Authenticator> &asking :
         {authenticate::trustedNames(), authenticate::plain(PasswordFile()),
          authenticate::curve(KeyPair::generate(), users), authenticate::secret(Secret(generateSecret()))}) {
        const std::optional<Error> error = asking->check(QStringLiteral("inproc://server"));
        QVERIFY(error);
        QCOMPARE(error->code(), ErrorCode::InvalidAddress);
        QVERIFY(error->message().contains(QStringLiteral("use ipc"))); // what to do about it
        QCOMPARE(asking->check(QStringLiteral("ipc:///run/server")), std::nullopt);
    }
}

void TestAuthenticator::openLetsInWhoIsHere()
{
    const std::shared_ptr<Authenticator> open = authenticate::open();
    QCOMPARE(open->mechanism(), Mechanism::Null);
    QCOMPARE(decisionOf(*open, m_nobody), QStringLiteral("user: "));
    QCOMPARE(decisionOf(*open, {.address = QStringLiteral("192.0.2.1")}),
             QStringLiteral("Refused: The client comes from another host, 192.0.2.1."));
    for (const Mechanism other : {Mechanism::Plain, Mechanism::Curve})
        QVERIFY(
            decisionOf(*open, {.mechanism = other, .isLocal = true}).startsWith(QStringLiteral("Refused: ")));
}

void TestAuthenticator::openInsecurelyLetsInFromAnywhere()
{
    const std::shared_ptr<Authenticator> open = authenticate::openInsecurely();
    QCOMPARE(decisionOf(*open, {.address = QStringLiteral("192.0.2.1")}), QStringLiteral("user: "));
    QVERIFY(decisionOf(*open, {.mechanism = Mechanism::Plain}).startsWith(QStringLiteral("Refused: ")));
}

void TestAuthenticator::namesAreBelievedOnThisHostOnly()
{
    const std::shared_ptr<Authenticator> names = authenticate::trustedNames();
    QCOMPARE(names->mechanism(), Mechanism::Plain);
    Attempt attempt{
        .mechanism = Mechanism::Plain, .isLocal = true, .user = QString::fromUtf8("Ju\u0308rgen")};
    QCOMPARE(decisionOf(*names, attempt), QString::fromUtf8("user: J\u00fcrgen"));
    attempt.password = "whatever";
    QCOMPARE(decisionOf(*names, attempt), QString::fromUtf8("user: J\u00fcrgen"));
    attempt.isLocal = false;
    QVERIFY(decisionOf(*names, attempt)
                .startsWith(QStringLiteral("Refused: The client comes from another host")));
    QVERIFY(decisionOf(*names, m_nobody)
                .startsWith(QStringLiteral("Refused: The client comes with another mechanism")));
}

void TestAuthenticator::badNamesAreNotBelieved_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << QString();
    QTest::newRow("two lines of a log") << QStringLiteral("ada\nbob");
    QTest::newRow("what was no UTF-8") << QString::fromUtf8("ad\xe4");
    QTest::newRow("right to left") << QStringLiteral("a\u202eb");
}

void TestAuthenticator::badNamesAreNotBelieved()
{
    QFETCH(QString, name);
    const Attempt attempt{.mechanism = Mechanism::Plain, .isLocal = true, .user = name};
    QVERIFY(decisionOf(*authenticate::trustedNames(), attempt)
                .startsWith(QStringLiteral("Refused: A user's name ")));
}

void TestAuthenticator::whatIsNotOverriddenIsHarmless()
{
    const std::shared_ptr<Authenticator> open = authenticate::open();
    QVERIFY(open->stillHolds(m_nobody, {}));
    QVERIFY(!open->onRevoked([](const QList<PublicKey> &) {}));
    Told<Authenticator::ServerKeys> keys;
    open->findServerKeys(keys.callback());
    QCOMPARE(keys.count(), 1);
    QVERIFY(std::get<KeyPair>(keys.value()).isNull());
}

QTEST_GUILESS_MAIN(TestAuthenticator)
#include "tst_authenticator.moc"
