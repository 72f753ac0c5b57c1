// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/domains.h"

#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

#include <stdexcept>

using namespace heliograph;

namespace {

const QString admin = QStringLiteral("admin");
const QString guests = QStringLiteral("guests");

Predicate always(bool answer)
{
    return [answer](const Identity &) { return answer; };
}

} // namespace

class TestDomains : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersStay();
    void theDefaultDomainIsEverybodys();
    void aDomainWithoutAPredicateIsNobodys();
    void nothingExistsBeforeAnybodyWasAsked();
    void aPredicateDecidesByIdentity();
    void aPredicateIsAskedOnce();
    void onlyWhatChangedIsAskedAgain();
    void allAreAskedAgain();
    void aNullPredicateTakesItBack();
    void aPredicateThatThrowsSaysNo();
    void theLaterDomainRanksHigher();
    void aPredicateMayUseTheDomains();
    void aPredicateMayUseTheDomainsWhenItGoes();

private:
    // Whether the domain exists for somebody who comes now.
    [[nodiscard]] static bool exists(Domains &domains, const QString &name, const Identity &who = {})
    {
        PeerDomains peer;
        domains.ask(peer, who);
        return peer.has(domains.number(name));
    }
};

void TestDomains::numbersStay()
{
    Domains domains;
    QCOMPARE(domains.number(QString()), defaultDomain);
    const DomainNumber number = domains.number(admin);
    QVERIFY(number != defaultDomain);
    QVERIFY(domains.number(guests) != number);
    domains.setPredicate(admin, always(true));
    QCOMPARE(domains.number(admin), number);
}

void TestDomains::theDefaultDomainIsEverybodys()
{
    Domains domains;
    QVERIFY(exists(domains, {}));
    domains.setPredicate({}, always(false));
    QVERIFY(!exists(domains, {}));
}

void TestDomains::aDomainWithoutAPredicateIsNobodys()
{
    Domains domains;
    PeerDomains peer;
    domains.ask(peer, {});
    const DomainNumber number = domains.number(admin); // later than it was asked
    QVERIFY(!peer.has(number));
    QVERIFY(!exists(domains, admin));
}

void TestDomains::nothingExistsBeforeAnybodyWasAsked()
{
    Domains domains;
    const PeerDomains peer;
    QVERIFY(!peer.has(defaultDomain));
    QVERIFY(!domains.isCurrent(peer));
}

void TestDomains::aPredicateDecidesByIdentity()
{
    Domains domains;
    domains.setPredicate(admin, [](const Identity &who) { return who.user == u"root"; });
    QVERIFY(exists(domains, admin, {.user = QStringLiteral("root")}));
    QVERIFY(!exists(domains, admin, {.user = QStringLiteral("alice")}));
    QVERIFY(!exists(domains, admin));
}

void TestDomains::aPredicateIsAskedOnce()
{
    Domains domains;
    int asked = 0;
    domains.setPredicate(admin, [&](const Identity &) { return ++asked > 0; });
    PeerDomains peer;
    domains.ask(peer, {});
    QVERIFY(domains.isCurrent(peer));
    domains.ask(peer, {});
    QCOMPARE(asked, 1);
    QVERIFY(peer.has(domains.number(admin)));
    PeerDomains another;
    domains.ask(another, {});
    QCOMPARE(asked, 2);
}

void TestDomains::onlyWhatChangedIsAskedAgain()
{
    Domains domains;
    int asked = 0;
    domains.setPredicate(admin, [&](const Identity &) { return ++asked > 0; });
    PeerDomains peer;
    domains.ask(peer, {});
    domains.setPredicate(guests, always(true));
    QVERIFY(!domains.isCurrent(peer));
    domains.ask(peer, {});
    QVERIFY(peer.has(domains.number(guests)) && peer.has(domains.number(admin)));
    QCOMPARE(asked, 1);
    domains.setPredicate(admin, always(false));
    domains.ask(peer, {});
    QVERIFY(!peer.has(domains.number(admin)));
}

void TestDomains::allAreAskedAgain()
{
    Domains domains;
    bool isOpen = false;
    domains.setPredicate(admin, [&](const Identity &) { return isOpen; });
    PeerDomains peer;
    domains.ask(peer, {});
    isOpen = true;
    domains.ask(peer, {});
    QVERIFY(!peer.has(domains.number(admin)));
    domains.forgetAnswers();
    QVERIFY(!domains.isCurrent(peer));
    domains.ask(peer, {});
    QVERIFY(peer.has(domains.number(admin)));
}

void TestDomains::aNullPredicateTakesItBack()
{
    Domains domains;
    domains.setPredicate(admin, always(true));
    domains.setPredicate({}, always(false));
    QVERIFY(exists(domains, admin) && !exists(domains, {}));
    domains.setPredicate(admin, nullptr);
    domains.setPredicate({}, nullptr);
    QVERIFY(!exists(domains, admin) && exists(domains, {}));
}

void TestDomains::aPredicateThatThrowsSaysNo()
{
    Domains domains;
    domains.setPredicate(admin, [](const Identity &) -> bool { throw std::runtime_error("no database"); });
    domains.setPredicate(guests, always(true));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"admin\" has thrown.*alice")));
    PeerDomains peer;
    domains.ask(peer, {.user = QStringLiteral("alice")});
    QVERIFY(!peer.has(domains.number(admin)));
    QVERIFY(peer.has(domains.number(guests)));
}

void TestDomains::theLaterDomainRanksHigher()
{
    Domains domains;
    (void)domains.number(admin); // exposed in first, which does not count
    domains.setPredicate(guests, always(true));
    domains.setPredicate(admin, always(true));
    domains.setPredicate(guests, always(true)); // keeps its place
    domains.setPredicate({}, always(true));
    PeerDomains peer;
    domains.ask(peer, {});
    QVERIFY(peer.rank(domains.number(admin)) > peer.rank(domains.number(guests)));
    QVERIFY(peer.rank(domains.number(guests)) > peer.rank(defaultDomain));
}

void TestDomains::aPredicateMayUseTheDomains()
{
    Domains domains;
    domains.setPredicate(admin, [&](const Identity &) {
        domains.setPredicate(guests, always(true));
        return true;
    });
    PeerDomains peer;
    domains.ask(peer, {});
    QVERIFY(!domains.isCurrent(peer)); // of what it has set it was not asked yet
    QVERIFY(peer.has(domains.number(admin)));
}

void TestDomains::aPredicateMayUseTheDomainsWhenItGoes()
{
    Domains domains;
    bool isGone = false;
    std::shared_ptr<void> held(nullptr, [&](void *) {
        domains.forgetAnswers();
        isGone = true;
    });
    domains.setPredicate(admin, [held](const Identity &) { return held == nullptr; });
    held.reset(); // here
    QVERIFY(!isGone);
    domains.setPredicate(admin, always(true));
    QVERIFY(isGone);
}

QTEST_APPLESS_MAIN(TestDomains)
#include "tst_domains.moc"
