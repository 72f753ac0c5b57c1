// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/memberdomain.h"

#include "meta/exposedobject.h"
#include "meta/memberpolicy.h"
#include "meta/objectmembers.h"

#include <heliograph/decoder.h>
#include <heliograph/domain.h>
#include <heliograph/types.h>

#include <QtTest/qtest.h>

using namespace heliograph;

/// Has members in domains, in every way that is meant to be.
class Vault : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int level MEMBER m_level NOTIFY levelChanged)
public:
    Q_INVOKABLE int look() { return 1; }
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int open(int door = 1, int key = 2) { return door + key; }
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void lock() {}
    static HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE int count() { return 3; }
    [[nodiscard]] inline HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE QList<int> doors() const { return {}; }
    HELIOGRAPH_DOMAIN(audit)
    Q_INVOKABLE QString log() { return {}; }
    Q_INVOKABLE void turn(int) {}
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void turn(const QString &) {}
    HELIOGRAPH_DOMAIN(admin) Q_SLOT int restart() { return 4; }
    HELIOGRAPH_DOMAIN(admin) Q_SIGNAL void opened(int door);
    Q_SIGNAL void levelChanged();

private:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void hidden() {}
    int m_level = 0;
};

/// Overrides one without saying in which domain, one with, and one that had none.
class Safe : public Vault
{
    Q_OBJECT
public:
    Q_INVOKABLE void lock() override {}
    HELIOGRAPH_DOMAIN(audit) Q_INVOKABLE int count() { return 5; }
    HELIOGRAPH_DOMAIN(audit) Q_INVOKABLE int look() { return 6; }
};

namespace locks {

struct Key
{
    Q_GADGET
};
struct Unknown; // moc sees no more of it
using Number = int;

class Lock : public QObject
{
    Q_OBJECT
public:
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void turn(const Key &) {}
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void push(Number) {}
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void add(const QList<Key> &) {}
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void force(locks::Unknown *) {}
    virtual HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE void pick(int) {}
};

} // namespace locks

/// Overrides with types that are spelled differently; the last overrides nothing.
class OddLock : public locks::Lock
{
    Q_OBJECT
    using Unknown = locks::Unknown;

public:
    Q_INVOKABLE void turn(const locks::Key &) override {}
    Q_INVOKABLE void push(int) override {}
    Q_INVOKABLE void add(const QList<locks::Key> &) override {}
    Q_INVOKABLE void force(Unknown *) override {}
    Q_INVOKABLE void pick(double) {}
};

/// A mark that moc does not attach: what it was to hide could be called by anybody.
class VirtualBehind : public QObject
{
    Q_OBJECT
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE virtual int open() { return 1; }
};

class StaticBehind : public QObject
{
    Q_OBJECT
public:
    HELIOGRAPH_DOMAIN(admin) Q_INVOKABLE static int open() { return 1; }
};

class NotInvokable : public QObject
{
    Q_OBJECT
public:
    HELIOGRAPH_DOMAIN(admin) int open() { return 1; }
    Q_INVOKABLE void look() {}
};

class Twice : public QObject
{
    Q_OBJECT
public:
    HELIOGRAPH_DOMAIN(admin) HELIOGRAPH_DOMAIN(audit) Q_INVOKABLE int open() { return 1; }
};

class BelowABadOne : public VirtualBehind
{
    Q_OBJECT
public:
    Q_INVOKABLE int open() override { return 2; }
};

class TestMemberDomain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksGiveDomains();
    void anOverrideStaysInItsDomain();
    void anOverrideMaySpellItsTypesDifferently();
    void misplacedMarksAreRefused();
    void aDescriptionHasWhatExists();

private:
    [[nodiscard]] ObjectMembers membersOfObject(QObject &object, const QMetaObject *upTo = nullptr)
    {
        return membersOf(&object, "it",
                         {.upTo = upTo, .slotsToo = true, .domain = m_own, .domains = &m_domains});
    }
    // "it.open(int,int)" -> its domain.
    [[nodiscard]] QMap<QByteArray, DomainNumber> domainsOf(QObject &object, const QMetaObject *upTo = nullptr)
    {
        QMap<QByteArray, DomainNumber> found;
        for (const std::shared_ptr<const Method> &method : membersOfObject(object, upTo).methods)
            found.insert(method->selector(), method->domain);
        return found;
    }
    Domains m_domains;
    const DomainNumber m_own = m_domains.number(QStringLiteral("own"));
    const DomainNumber m_admin = m_domains.number(QStringLiteral("admin"));
    const DomainNumber m_audit = m_domains.number(QStringLiteral("audit"));
};

void TestMemberDomain::marksGiveDomains()
{
    Vault vault;
    const QMap<QByteArray, DomainNumber> expected{
        {"it.look()", m_own},    {"it.open(int,int)", m_admin}, {"it.lock()", m_admin},
        {"it.count()", m_admin}, {"it.doors()", m_admin},       {"it.log()", m_audit},
        {"it.turn(int)", m_own}, {"it.turn(QString)", m_admin}, {"it.restart()", m_admin},
        {"it.level()", m_own},
    };
    QCOMPARE(domainsOf(vault), expected);
    const ObjectMembers members = membersOfObject(vault);
    QCOMPARE(members.object->domain(), m_own);
    for (const Signal &signal : members.object->signalList())
        QCOMPARE(signal.domain, signal.name == "opened" ? m_admin : m_own);
    QCOMPARE(members.object->signalList().size(), 2u);
}

void TestMemberDomain::anOverrideStaysInItsDomain()
{
    Safe safe;
    for (const QMetaObject *upTo : {&Safe::staticMetaObject, &Vault::staticMetaObject}) {
        const auto domains = domainsOf(safe, upTo);
        QCOMPARE(domains.value("it.lock()"), m_admin);
        QCOMPARE(domains.value("it.count()"), m_audit);
        QCOMPARE(domains.value("it.look()"), m_audit);
    }
}

void TestMemberDomain::anOverrideMaySpellItsTypesDifferently()
{
    const QMetaObject &meta = OddLock::staticMetaObject;
    for (int i = meta.methodOffset(); i < meta.methodCount(); ++i) {
        const QMetaMethod method = meta.method(i);
        const bool isOverride = method.name() != "pick";
        QVERIFY2(taggedDomain(method).has_value() == isOverride, method.methodSignature().constData());
        const QMetaMethod above = meta.method(i - meta.methodCount() + meta.methodOffset());
        QCOMPARE(above.name(), method.name());
        QCOMPARE(isHidden(&meta, above), isOverride);
        QVERIFY(!isHidden(&meta, method));
    }
    OddLock lock;
    const auto domains = domainsOf(lock, &locks::Lock::staticMetaObject);
    QCOMPARE(domains.value("it.push(int)"), m_admin);
    QCOMPARE(domains.value("it.pick(double)"), m_own);
}

void TestMemberDomain::misplacedMarksAreRefused()
{
    VirtualBehind first;
    StaticBehind second;
    NotInvokable third;
    Twice fourth;
    BelowABadOne fifth;
    for (QObject *const object : std::initializer_list<QObject *>{&first, &second, &third, &fourth, &fifth}) {
        const ObjectMembers members = membersOfObject(*object);
        QVERIFY2(members.error.contains(u"HELIOGRAPH_DOMAIN("), object->metaObject()->className());
        QVERIFY(members.methods.empty());
    }
    QVERIFY(membersOfObject(fifth).error.contains(u"VirtualBehind"));
}

void TestMemberDomain::aDescriptionHasWhatExists()
{
    Vault vault;
    const ObjectMembers members = membersOfObject(vault);
    const auto namesFor = [&](std::initializer_list<const char *> existing) {
        Domains domains; // with the same numbers
        for (const char *name : {"own", "admin", "audit"})
            (void)domains.number(QString::fromLatin1(name));
        for (const char *name : existing)
            domains.setPredicate(QString::fromLatin1(name), [](const Identity &) { return true; });
        PeerDomains peer;
        domains.ask(peer, {});
        const QByteArray bytes = members.object->description().forPeer(peer);
        Decoder decoder(bytes);
        QVariantMap all;
        if (!codecFor<QVariantMap>().decode(decoder, &all) || !decoder.finish())
            return decoder.error();
        QStringList names;
        for (const char *kind : {"methods", "properties", "signals"}) {
            const QVariantList list = all.value(QString::fromLatin1(kind)).toList();
            for (const QVariant &member : list)
                names.append(member.toMap().value(QStringLiteral("name")).toString());
        }
        return names.join(u' ');
    };
    QCOMPARE(namesFor({"own"}), QStringLiteral("look turn level levelChanged"));
    QCOMPARE(namesFor({"own", "audit"}), QStringLiteral("look log turn level levelChanged"));
    QCOMPARE(namesFor({"own", "admin", "audit"}),
             QStringLiteral("restart look open lock count doors log turn turn level opened levelChanged"));
}

QTEST_APPLESS_MAIN(TestMemberDomain)
#include "tst_memberdomain.moc"
