// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/publishing.h"

#include <optional>

using namespace heliograph;

// Getters of properties are the program's code: while one runs, what it is read for may end.
class TestPublishedGetters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_all.reset(); }

    void oneMayReleaseAllWhenAnObjectComes();
    void oneMayReleaseAllWhenThePeerReads();
    void oneMayEndTheSessionsThatFollow();
    void whatOneEmitsIsNotHeardByWhoMayNoMore();
    void whatOneTakesAwayIsTold();

private:
    static constexpr quint64 count = 8;
    static QByteArray name(quint64 id) { return "bell" + QByteArray::number(id); }
    // Of this session; and as many others come, so that the table of them is laid out anew.
    void releaseAll();

    std::optional<Publishing> m_all; // the peer has acquired all bells, which are one object
    int m_readings = 0;
};

void TestPublishedGetters::init()
{
    m_all.emplace();
    for (quint64 id = 1; id <= count; ++id) {
        m_all->expose(name(id).constData());
        m_all->talk.client.session->acquire(id, name(id));
    }
    m_all->deliver();
    m_readings = m_all->bell.m_readings;
    QCOMPARE(m_readings, int(count));
}

void TestPublishedGetters::releaseAll()
{
    for (quint64 id = 1; id <= count; ++id)
        m_all->publications->handleRelease(id);
    for (quint64 id = 100; id < 200; ++id)
        m_all->publications->handleSubscribe({id, name(id)});
}

void TestPublishedGetters::oneMayReleaseAllWhenAnObjectComes()
{
    for (quint64 id = 1; id <= count; ++id)
        QVERIFY(m_all->lookup->table.remove(name(id)));
    m_all->home->run();
    for (quint64 id = 1; id <= count; ++id) {
        const ObjectMembers members = membersOf(&m_all->bell, name(id), {});
        QVERIFY(!m_all->lookup->table.add(
            {name(id), members.origin, members.methods, members.object, members.object->target()}));
    }
    m_all->bell.whenRead = [this] { releaseAll(); };
    m_all->home->run(); // all have come in one turn
    m_all->deliver();
    QCOMPARE(m_all->bell.m_readings, m_readings + 1);
}

void TestPublishedGetters::oneMayReleaseAllWhenThePeerReads()
{
    m_all->talk.server.sink.result = FrameSink::Result::Full;
    QVERIFY(m_all->talk.server.session->notify("fill", QByteArray(8 * 1024 * 1024 + 1, 'x')));
    QVERIFY(!m_all->talk.server.session->takesNews());
    Q_EMIT m_all->bell.volumeChanged();
    QCoreApplication::sendPostedEvents();
    m_all->bell.whenRead = [this] { releaseAll(); };
    m_all->talk.server.sink.result = FrameSink::Result::Sent;
    m_all->talk.server.session->writable();
    m_all->deliver();
    QCOMPARE(m_all->bell.m_readings, m_readings + 1);
}

void TestPublishedGetters::oneMayEndTheSessionsThatFollow()
{
    releaseAll();
    // The object is too large for these: with every change it is read again, for each of them.
    std::vector<std::unique_ptr<Conversation>> talks;
    std::vector<std::shared_ptr<Publications>> sessions;
    for (quint64 i = 0; i < count; ++i) {
        talks.push_back(std::make_unique<Conversation>(SessionOptions{.limits = {.maxPayload = 0}}));
        Conversation &talk = *talks.back();
        sessions.push_back(std::make_shared<Publications>(talk.server.session, m_all->lookup,
                                                          m_all->publisher, Limits().subscriptions));
        talk.server.session->setHandlers({nullptr, sessions.back().get(), nullptr});
        talk.establish();
        talk.client.session->acquire(1, name(1));
        talk.deliver();
    }
    m_readings = m_all->bell.m_readings;
    m_all->bell.whenRead = [&] {
        for (const std::unique_ptr<Conversation> &talk : talks)
            talk->server.session->setHandlers({});
        sessions.clear();
    };
    Q_EMIT m_all->bell.volumeChanged();
    QCoreApplication::sendPostedEvents();
    QVERIFY(sessions.empty());
    QCOMPARE(m_all->bell.m_readings, m_readings + 1);
}

void TestPublishedGetters::whatOneEmitsIsNotHeardByWhoMayNoMore()
{
    Bell other;
    MethodTable &table = m_all->lookup->table;
    bool isOpen = true;
    const QString staff = QStringLiteral("staff");
    table.domains().setPredicate(staff, [&isOpen](const Identity &) { return isOpen; });
    const auto expose = [&table](Bell &bell, const QByteArray &name, DomainNumber domain) {
        const ObjectMembers members = membersOf(&bell, name, {.domain = domain, .domains = &table.domains()});
        QVERIFY(!table.add(
            {name, members.origin, members.methods, members.object, members.object->target(), domain}));
    };
    expose(other, "other", table.domains().number(staff));
    QVERIFY(table.remove(name(1)));
    m_all->home->run();
    std::vector<std::unique_ptr<Conversation>> talks;
    std::vector<std::shared_ptr<Publications>> sessions;
    RecordedStatuses told; // both
    for (int i = 0; i < 2; ++i) {
        talks.push_back(std::make_unique<Conversation>());
        Conversation &talk = *talks.back();
        sessions.push_back(std::make_shared<Publications>(talk.server.session, m_all->lookup,
                                                          m_all->publisher, Limits().subscriptions));
        talk.server.session->setHandlers({nullptr, sessions.back().get(), nullptr});
        talk.client.session->setHandlers({nullptr, nullptr, &told});
        talk.establish();
        sessions.back()->handleAcquire({1, name(1)});
        sessions.back()->handleSubscribe({2, "other.rang"});
        talk.deliver();
    }
    Q_EMIT other.rang(1);
    for (const auto &talk : talks)
        talk->deliver();
    QCOMPARE(told.events, 2);

    isOpen = false;
    table.domains().forgetAnswers();
    expose(m_all->bell, name(1), defaultDomain);
    m_all->bell.whenRead = [&other] { Q_EMIT other.rang(2); };
    m_all->home->run(); // both in one turn
    for (const auto &talk : talks) {
        talk->deliver();
        talk->server.session->setHandlers({});
        talk->client.session->setHandlers({});
    }
    QVERIFY(!m_all->bell.whenRead);
    QCOMPARE(told.events, 2);
}

/// Also of what has just taken another one's place.
void TestPublishedGetters::whatOneTakesAwayIsTold()
{
    Bell first;
    Bell second;
    MethodTable &table = m_all->lookup->table;
    const auto expose = [&table](Bell &bell, const QByteArray &name) {
        const ObjectMembers members = membersOf(&bell, name, {});
        QVERIFY(
            !table.add({name, members.origin, members.methods, members.object, members.object->target()}));
    };
    expose(first, "other");
    QVERIFY(table.remove(name(1)));
    m_all->home->run();
    RecordedStatuses told;
    m_all->talk.client.session->setHandlers({nullptr, nullptr, &told});
    m_all->publications->handleSubscribe({50, "other.rang"}); // after those of the objects
    m_all->deliver();
    told.codes.clear();

    QVERIFY(table.remove("other"));
    expose(second, "other");
    expose(m_all->bell, name(1));
    m_all->bell.whenRead = [&table] { QVERIFY(table.remove("other")); };
    m_all->home->run();
    m_all->home->run(); // which looks at what the getter did
    m_all->deliver();
    QVERIFY(!m_all->bell.whenRead);
    const std::pair<quint64, ErrorCode> expected(50, ErrorCode::UnknownName);
    QCOMPARE(told.codes.count(expected), 1);
}

QTEST_GUILESS_MAIN(TestPublishedGetters)
#include "session/moc_publishing.cpp"
#include "tst_publishedgetters.moc"
