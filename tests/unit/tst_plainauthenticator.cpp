// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/decision.h"
#include "security/memorylimit.h"
#include "security/nothreads.h"
#include "security/work.h"

#include <heliograph/authenticate.h>

#include <QtTest/qtest.h>

#include <atomic>
#include <cstdlib>
#include <deque>
#include <semaphore>
#include <vector>

using namespace heliograph;

namespace {

const char *const stranger = "nobody";

// As long as it lives, the threads that check passwords tell somebody, who does not let them go on.
class BusyThreads
{
public:
    explicit BusyThreads(Authenticator &plain)
    {
        for (int i = 0; i < threadCount; ++i) {
            plain.decide(
                {.mechanism = Mechanism::Plain, .isLocal = true, .user = QString::fromUtf8(stranger)},
                Verdict([held = m_held](const Verdict::Outcome &) {
                    held->isTold.release();
                    held->mayGoOn.acquire();
                }));
        }
        for (int i = 0; i < threadCount; ++i)
            m_held->isTold.acquire();
    }
    ~BusyThreads() { m_held->mayGoOn.release(threadCount); }
    Q_DISABLE_COPY_MOVE(BusyThreads)

private:
    static constexpr int threadCount = 2;
    struct Held
    {
        std::counting_semaphore<> isTold{0};
        std::counting_semaphore<> mayGoOn{0};
    };
    const std::shared_ptr<Held> m_held = std::make_shared<Held>();
};

// Asks when the process ends, after all that was made later is destroyed: other threads may do so at any time.
struct LateClient
{
    std::shared_ptr<Authenticator> plain = {};

    ~LateClient()
    {
        if (!plain)
            return;
        const Attempt attempt{
            .mechanism = Mechanism::Plain, .isLocal = true, .user = QString::fromUtf8(stranger)};
        if (!decisionOf(*plain, attempt).startsWith(QStringLiteral("Refused: The user or the password")))
            std::_Exit(EXIT_FAILURE);
    }
};
LateClient lateClient;

} // namespace

class TestPlainAuthenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aLackOfThreadsIsTold(); // before there are any
    void onlyTheRightPasswordLetsIn();
    void theReasonTellsNobodyWhoIsThere();
    void nobodyWaitsForIt();
    void anUnknownUserTakesAsLong();
    void onlySoManyWait();
    void oneClientLeavesRoomForOthers();
    void nothingIsWorkedOutForWhoHasGone();
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
    lateClient.plain = m_plain;
    QCOMPARE(m_plain->mechanism(), Mechanism::Plain);
}

void TestPlainAuthenticator::aLackOfThreadsIsTold()
{
    const NoThreads none;
    QVERIFY(none.isSet());
    for (int i = 0; i < 40; ++i) { // who is refused takes no place
        QCOMPARE(decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")),
                 QStringLiteral("Busy: No thread can be started to check a password; try again later."));
    }
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
    {
        const BusyThreads busy(*m_plain);
        for (Decision &decision : decisions)
            m_plain->decide(attempt("J\u00fcrgen", "sesame"), decision.verdict());
    }
    int accepted = 0;
    for (const Decision &decision : decisions) {
        const QString text = decision.text();
        const bool isIn = text.startsWith(QStringLiteral("user: "));
        accepted += isIn;
        QVERIFY2(isIn || text.startsWith(QStringLiteral("Busy: ")), qUtf8Printable(text));
    }
    QCOMPARE(accepted, 32);
    // And again, when there is room.
    QCOMPARE(decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")), QString::fromUtf8("user: J\u00fcrgen"));
}

void TestPlainAuthenticator::oneClientLeavesRoomForOthers()
{
    const auto from = [](int number, bool isTcp) {
        Attempt attempt = TestPlainAuthenticator::attempt("J\u00fcrgen", "sesame");
        if (isTcp) // whoever is here may have each of these
            attempt.address = attempt.origin = QStringLiteral("127.0.0.%1").arg(number);
        else
            attempt.origin = QStringLiteral("1000:1000:%1").arg(number);
        return attempt;
    };
    std::deque<Decision> decisions;
    bool isToldAtOnce = false;
    {
        const BusyThreads busy(*m_plain);
        for (const Attempt &attempt : {from(1, false), from(1, false), from(1, false), from(1, false), // full
                                       from(1, false), from(2, false), from(1, true), from(2, true),
                                       from(3, true), from(4, true), from(5, true)})
            m_plain->decide(attempt, decisions.emplace_back().verdict());
        isToldAtOnce = decisions[4].count() == 1 && decisions[10].count() == 1;
    }
    std::vector<QString> texts;
    for (const Decision &decision : decisions) // all of them, before anything can fail
        texts.push_back(decision.text());
    QVERIFY(isToldAtOnce);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const QString expected = i == 4 || i == 10 ? QStringLiteral("Busy: ") : QStringLiteral("user: ");
        QVERIFY2(texts[i].startsWith(expected), qUtf8Printable(texts[i]));
    }
}

void TestPlainAuthenticator::nothingIsWorkedOutForWhoHasGone()
{
    const double one = processWorkOf([&] { (void)decisionOf(*m_plain, attempt("J\u00fcrgen", "sesame")); });
    const auto hasGone = std::make_shared<std::atomic<bool>>(false);
    std::deque<Told<Verdict::Outcome>> told(30);
    auto busy = std::make_unique<BusyThreads>(*m_plain);
    for (Told<Verdict::Outcome> &outcome : told)
        m_plain->decide(attempt("J\u00fcrgen", "sesame"), Verdict(outcome.callback(), hasGone));
    *hasGone = true;
    int refused = 0;
    const double all = processWorkOf([&] {
        busy.reset();
        for (const Told<Verdict::Outcome> &outcome : told)
            refused += std::holds_alternative<Error>(outcome.value());
    });
    QCOMPARE(refused, 30);
    QVERIFY2(all < one * 10, qPrintable(QStringLiteral("%1 s and %2 s").arg(all).arg(one)));
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
