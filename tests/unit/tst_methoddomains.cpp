// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/methodtable.h"

#include "meta/objectmembers.h"
#include "session/anybody.h"
#include "session/methods.h"

#include <heliograph/domain.h>

#include <QtTest/qtest.h>

using namespace heliograph;

/// A member of each kind in another domain than the rest.
class Lamp : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE void dim() {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void burn() {}
    Q_SIGNAL void dimmed();
    HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void burnt();
};

/// Has some members of a Lamp, and one that none has.
class Switch : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE void dim() {}
    Q_INVOKABLE void press() {}
    Q_SIGNAL void dimmed();
};

// The same name in several domains.
class TestMethodDomains : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theHighestDomainThatExistsCounts();
    void aNameIsTakenWithinADomainOnly();
    void allDomainsAreWithdrawnTogether();
    void aDyingObjectLeavesTheOtherDomains();
    void overloadsOfSeveralDomains();
    void listsHaveWhatExists();
    void anObjectInTwoDomains();
    void signalsAndObjectsRouteToo();
    void allThatANameStandsForIsOfOneObject();
    void markedMembersExistWithoutTheirObject();

private:
    [[nodiscard]] bool add(const QByteArray &name, const QByteArray &origin, DomainNumber domain,
                           const std::shared_ptr<Target> &target = nullptr)
    {
        const std::shared_ptr<Method> method = makeMethod(name, [] {});
        method->domain = domain;
        return !m_table->add({name, QString::fromUtf8(origin), {method}, nullptr, target, domain});
    }
    [[nodiscard]] std::shared_ptr<ExposedObject> add(const QByteArray &name, QObject &object,
                                                     DomainNumber domain)
    {
        const ObjectMembers members =
            membersOf(&object, name, {.domain = domain, .domains = &m_table->domains()});
        const bool isFree = !m_table->add(
            {name, members.origin, members.methods, members.object, members.object->target(), domain});
        return isFree ? members.object : nullptr;
    }
    // What somebody called that may see.
    [[nodiscard]] PeerDomains domainsOf(const char *user) const
    {
        return domainsFor(*m_table, {.user = QString::fromLatin1(user)});
    }
    [[nodiscard]] QString originFor(const char *user, QByteArrayView name) const
    {
        const std::shared_ptr<const MethodSet> found = m_table->find(name, domainsOf(user));
        return found ? found->origin : QString();
    }

    std::unique_ptr<MethodTable> m_table;
    DomainNumber m_guests = 0; // everybody with a name
    DomainNumber m_admin = 0;  // root
};

void TestMethodDomains::init()
{
    m_table = std::make_unique<MethodTable>();
    Domains &domains = m_table->domains();
    domains.setPredicate(QStringLiteral("guests"), [](const Identity &who) { return !who.user.isEmpty(); });
    domains.setPredicate(QStringLiteral("admin"), [](const Identity &who) { return who.user == u"root"; });
    m_guests = domains.number(QStringLiteral("guests"));
    m_admin = domains.number(QStringLiteral("admin"));
}

void TestMethodDomains::theHighestDomainThatExistsCounts()
{
    QVERIFY(add("f", "admin's", m_admin)); // not in the order of their ranks
    QVERIFY(add("f", "everybody's", defaultDomain));
    QVERIFY(add("f", "guests'", m_guests));
    QVERIFY(add("g", "admin's", m_admin));
    QCOMPARE(originFor("", "f"), QStringLiteral("everybody's"));
    QCOMPARE(originFor("alice", "f"), QStringLiteral("guests'"));
    QCOMPARE(originFor("root", "f"), QStringLiteral("admin's"));
    QCOMPARE(originFor("alice", "g"), QString());
    QCOMPARE(originFor("root", "g"), QStringLiteral("admin's"));
    QVERIFY(!m_table->find("f", PeerDomains())); // nobody was asked
}

void TestMethodDomains::aNameIsTakenWithinADomainOnly()
{
    QVERIFY(add("f", "first", m_admin));
    QVERIFY(!add("f", "second", m_admin));
    QVERIFY(add("f", "third", m_guests));
    QVERIFY(!add("f", "fourth", m_guests));
    QCOMPARE(originFor("root", "f"), QStringLiteral("first"));
}

void TestMethodDomains::allDomainsAreWithdrawnTogether()
{
    QVERIFY(add("f", "admin's", m_admin) && add("f", "guests'", m_guests) && add("g", "other", m_guests));
    QVERIFY(m_table->remove("f"));
    QVERIFY(!m_table->remove("f"));
    QCOMPARE(originFor("root", "f"), QString());
    QCOMPARE(m_table->methodNames(), QByteArrayList{"g"});
    QVERIFY(add("f", "again", m_admin));
}

void TestMethodDomains::aDyingObjectLeavesTheOtherDomains()
{
    QObject object;
    const std::shared_ptr<Target> target = Target::watch(&object);
    QVERIFY(add("f", "the object's", m_admin, target) && add("f", "guests'", m_guests));
    m_table->removeTarget("f", target.get());
    QCOMPARE(originFor("root", "f"), QStringLiteral("guests'"));
    QVERIFY(add("f", "the object's", m_admin, target));
    QVERIFY(m_table->removeObject(&object));
    QCOMPARE(originFor("root", "f"), QStringLiteral("guests'"));
}

void TestMethodDomains::overloadsOfSeveralDomains()
{
    const std::shared_ptr<Method> open = makeMethod("f", [](int) {});
    const std::shared_ptr<Method> closed = makeMethod("f", [](const QString &) {});
    closed->domain = m_admin;
    QVERIFY(!m_table->add({"f", QStringLiteral("mixed"), {open, closed}}));
    const std::shared_ptr<const MethodSet> forAlice = m_table->find("f", domainsOf("alice"));
    QCOMPARE(forAlice->overloads, std::vector<std::shared_ptr<const Method>>{open});
    const std::shared_ptr<const MethodSet> forRoot = m_table->find("f", domainsOf("root"));
    QCOMPARE(forRoot->overloads.size(), 2u);
    QCOMPARE(m_table->find("f", domainsOf("root")), forRoot); // no copy
    // Others of the name hide them all from whom they exist for.
    QVERIFY(add("f", "guests'", m_guests));
    QCOMPARE(originFor("", "f"), QStringLiteral("mixed"));
    QCOMPARE(originFor("alice", "f"), QStringLiteral("guests'"));
    QCOMPARE(originFor("root", "f"), QStringLiteral("guests'"));
}

void TestMethodDomains::listsHaveWhatExists()
{
    QVERIFY(add("f", "admin's", m_admin) && add("f", "guests'", m_guests) && add("g", "admin's", m_admin));
    QCOMPARE(m_table->all(domainsOf("")).size(), 0u);
    QCOMPARE(m_table->all(domainsOf("alice")).size(), 1u);
    QCOMPARE(m_table->all(domainsOf("root")).size(), 2u);
    QCOMPARE(m_table->methodNames(), (QByteArrayList{"f", "g"}));
}

void TestMethodDomains::anObjectInTwoDomains()
{
    Lamp lamp;
    const std::shared_ptr<ExposedObject> forAll = add("lamp", lamp, defaultDomain);
    const std::shared_ptr<ExposedObject> forAdmin = add("lamp", lamp, m_admin);
    QVERIFY(forAll && forAdmin);
    // The marked members are in one domain twice; those of the exposure in it count.
    QCOMPARE(m_table->find("lamp.burn", domainsOf("root"))->overloads.front()->object, forAdmin);
    QCOMPARE(m_table->findSignal("lamp.burnt", domainsOf("root")).overloads.front().object, forAdmin);
    QCOMPARE(m_table->find("lamp.dim", domainsOf("alice"))->overloads.front()->object, forAll);
    QVERIFY(!m_table->find("lamp.burn", domainsOf("alice")));
    QVERIFY(!add("lamp", lamp, m_admin));
}

void TestMethodDomains::signalsAndObjectsRouteToo()
{
    Lamp small;
    Lamp great;
    const std::shared_ptr<ExposedObject> forAll = add("lamp", small, defaultDomain);
    const std::shared_ptr<ExposedObject> forGuests = add("lamp", great, m_guests);
    QVERIFY(add("hidden", great, m_admin));
    QCOMPARE(m_table->findObject("lamp", domainsOf("")), forAll);
    QCOMPARE(m_table->findObject("lamp", domainsOf("alice")), forGuests);
    QVERIFY(!m_table->findObject("hidden", domainsOf("alice")));
    QCOMPARE(m_table->findSignal("lamp.dimmed", domainsOf("")).overloads.front().object, forAll);
    QCOMPARE(m_table->findSignal("lamp.dimmed", domainsOf("alice")).overloads.front().object, forGuests);
    QVERIFY(m_table->findSignal("lamp.burnt", domainsOf("alice")).overloads.empty());
    QVERIFY(m_table->findSignal("hidden.dimmed", domainsOf("alice")).overloads.empty());
    QCOMPARE(m_table->objectNames(domainsOf("")), QByteArrayList{"lamp"});
    QCOMPARE(QSet<QByteArray>({"lamp", "hidden"}), [this] {
        const QByteArrayList names = m_table->objectNames(domainsOf("root"));
        return QSet<QByteArray>(names.begin(), names.end());
    }());
    QVERIFY(m_table->removeObject(&great));
    QCOMPARE(m_table->findSignal("lamp.dimmed", domainsOf("root")).overloads.front().object, forAll);
    QVERIFY(m_table->findSignal("hidden.dimmed", domainsOf("root")).overloads.empty());
}

void TestMethodDomains::allThatANameStandsForIsOfOneObject()
{
    Lamp lamp;
    Switch other;
    const std::shared_ptr<ExposedObject> forAll = add("it", lamp, defaultDomain);
    const std::shared_ptr<ExposedObject> forGuests = add("it", other, m_guests);
    for (const char *user : {"alice", "root"}) {
        const PeerDomains domains = domainsOf(user);
        QCOMPARE(m_table->findObject("it", domains), forGuests);
        QCOMPARE(m_table->find("it.dim", domains)->overloads.front()->object, forGuests);
        QVERIFY(m_table->find("it.press", domains));
        QVERIFY(!m_table->find("it.burn", domains)); // though it is of a higher domain
        QVERIFY(m_table->findSignal("it.burnt", domains).overloads.empty());
        QCOMPARE(m_table->findSignal("it.dimmed", domains).overloads.front().object, forGuests);
        QCOMPARE(m_table->all(domains).size(), 2u);
    }
    QVERIFY(m_table->find("it.dim", domainsOf(""))->overloads.front()->object == forAll);
    QVERIFY(m_table->removeObject(&other));
    QVERIFY(m_table->find("it.burn", domainsOf("root")));
    QVERIFY(!m_table->findSignal("it.burnt", domainsOf("root")).overloads.empty());
}

void TestMethodDomains::markedMembersExistWithoutTheirObject()
{
    Lamp lamp;
    m_table->domains().setPredicate(QStringLiteral("nobody"), [](const Identity &) { return false; });
    QVERIFY(add("it", lamp, m_table->domains().number(QStringLiteral("nobody"))));
    QVERIFY(!m_table->findObject("it", domainsOf("root")));
    QVERIFY(!m_table->find("it.dim", domainsOf("root")));
    QVERIFY(m_table->find("it.burn", domainsOf("root")));
    QVERIFY(!m_table->findSignal("it.burnt", domainsOf("root")).overloads.empty());
    QVERIFY(!m_table->find("it.burn", domainsOf("alice")));
}

QTEST_APPLESS_MAIN(TestMethodDomains)
#include "tst_methoddomains.moc"
