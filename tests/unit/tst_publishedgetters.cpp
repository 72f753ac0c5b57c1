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

QTEST_GUILESS_MAIN(TestPublishedGetters)
#include "session/moc_publishing.cpp"
#include "tst_publishedgetters.moc"
