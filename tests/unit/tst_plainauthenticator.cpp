// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/decision.h"
#include "security/memorylimit.h"
#include "security/work.h"

#include <heliograph/authenticate.h>

#include <QtTest/qtest.h>

#include <deque>

using namespace heliograph;

class TestPlainAuthenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void onlyTheRightPasswordLetsIn();
    void theReasonTellsNobodyWhoIsThere();
    void nobodyWaitsForIt();
    void anUnknownUserTakesAsLong();
    void onlySoManyWait();
    void whatWaitsIsDecidedWithoutTheAuthenticator();
    void aLackOfMemoryIsNoWrongPassword();
    void itIsForThisHost();
    void aFileThatCouldNotBeReadStartsNothing();

private:
    [[nodiscard]] static Attempt attempt(const char *user, const QByteArray &password)
    {
        return {.mechanism = Mechanism::Plain,
                .isLocal = true,
                .user = QString::fromUtf8(user),
                .password = password};
    }

    PasswordFile m_passwords;
    std::shared_ptr<Authenticator> m_plain;
};

void TestPlainAuthenticator::initTestCase()
{
    QCOMPARE(m_passwords.setPassword(QString::fromUtf8("J\u00fcrgen"), "sesame"), std::nullopt);
    m_plain = authenticate::plain(m_passwords);
    QCOMPARE(m_plain->mechanism(), Mechanism::Plain);
}

void TestPlainAuthenticator::onlyTheRightPasswordLetsIn()
{
    QCOMPARE(decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")), QString::fromUtf8("user: J\u00fcrgen"));
    QCOMPARE(decisionOf(*m_plain, attempt("Ju\u0308rgen", "sesame")), QString::fromUtf8("user: J\u00fcrgen"));
    for (const QByteArray &wrong :
         {QByteArray("Sesame"), QByteArray(), QByteArray("sesame\0", 7), QByteArray("\xff")})
        QVERIFY(decisionOf(*m_plain, attempt("J\u00fcrgen", wrong)).startsWith(QStringLiteral("Refused: ")));
    QVERIFY(decisionOf(*m_plain, {.isLocal = true}).startsWith(QStringLiteral("Refused: ")));
}

void TestPlainAuthenticator::theReasonTellsNobodyWhoIsThere()
{
    QCOMPARE(decisionOf(*m_plain, attempt("J\u00fcrgen", "wrong")),
             decisionOf(*m_plain, attempt("ada", "sesame")));
}

void TestPlainAuthenticator::nobodyWaitsForIt()
{
    Decision decision;
    const double asking =
        workOf([&] { m_plain->decide(attempt("J\u00fcrgen", "sesame"), decision.verdict()); });
    const double checking =
        workOf([&] { (void)m_passwords.verify(QString::fromUtf8("J\u00fcrgen"), "sesame"); });
    QCOMPARE(decision.text(), QString::fromUtf8("user: J\u00fcrgen"));
    QVERIFY2(asking < checking / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(asking).arg(checking)));
}

void TestPlainAuthenticator::anUnknownUserTakesAsLong()
{
    const double known = processWorkOf([&] { (void)decisionOf(*m_plain, attempt("J\u00fcrgen", "wrong")); });
    for (const char *stranger : {"ada", "", "no\nname", "\xff"}) {
        const double unknown = processWorkOf([&] { (void)decisionOf(*m_plain, attempt(stranger, "wrong")); });
        // Without the work it is a thousandth.
        QVERIFY2(unknown > known / 5, qPrintable(QStringLiteral("%1 s and %2 s").arg(unknown).arg(known)));
    }
}

void TestPlainAuthenticator::onlySoManyWait()
{
    std::deque<Decision> decisions(80);
    for (Decision &decision : decisions)
        m_plain->decide(attempt("J\u00fcrgen", "sesame"), decision.verdict());
    int accepted = 0;
    for (const Decision &decision : decisions) {
        const QString text = decision.text();
        const bool isIn = text.startsWith(QStringLiteral("user: "));
        accepted += isIn;
        QVERIFY2(isIn || text.startsWith(QStringLiteral("Busy: ")), qUtf8Printable(text));
    }
    QVERIFY2(accepted >= 32, qPrintable(QString::number(accepted)));
    // And again, when there is room.
    QCOMPARE(decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")), QString::fromUtf8("user: J\u00fcrgen"));
}

void TestPlainAuthenticator::whatWaitsIsDecidedWithoutTheAuthenticator()
{
    std::shared_ptr<Authenticator> gone = authenticate::plain(m_passwords);
    std::deque<Decision> decisions(4);
    for (Decision &decision : decisions)
        gone->decide(attempt("J\u00fcrgen", "sesame"), decision.verdict());
    gone.reset();
    for (const Decision &decision : decisions)
        QCOMPARE(decision.text(), QString::fromUtf8("user: J\u00fcrgen"));
}

void TestPlainAuthenticator::aLackOfMemoryIsNoWrongPassword()
{
    const MemoryLimit limit(rlim_t(32) * 1024 * 1024);
    QVERIFY(limit.isSet());
    QVERIFY(decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")).startsWith(QStringLiteral("Busy: ")));
}

void TestPlainAuthenticator::itIsForThisHost()
{
    QCOMPARE(m_plain->check(QStringLiteral("ipc:///run/server")), std::nullopt);
    QVERIFY(m_plain->check(QStringLiteral("tcp://*:*"))
                ->message()
                .startsWith(QStringLiteral("A password crosses")));
    Attempt away = attempt("J\u00fcrgen", "sesame");
    away.isLocal = false;
    QVERIFY(
        decisionOf(*m_plain, away).startsWith(QStringLiteral("Refused: The client comes from another host")));
}

void TestPlainAuthenticator::aFileThatCouldNotBeReadStartsNothing()
{
    const PasswordFile missing = PasswordFile::load(QStringLiteral("nowhere"));
    const auto error = authenticate::plain(missing)->check(QStringLiteral("ipc:///run/server"));
    QVERIFY(error);
    QCOMPARE(error->message(), missing.error().message());
}

QTEST_GUILESS_MAIN(TestPlainAuthenticator)
#include "tst_plainauthenticator.moc"
