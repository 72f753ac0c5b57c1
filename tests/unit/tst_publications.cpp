// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/publishing.h"

#include <optional>

using namespace heliograph;

/// A server's publications, and a client's subscriptions to them.
class TestPublications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_all.emplace(); }
    void cleanup() { m_all.reset(); }

    void eventsFollowASubscription();
    void whatIsNotThereIsWaitedFor();
    void whatCannotBeNamedIsNotAskedFor();
    void severalSignalsOfOneNameAreNamed();
    void aSlowReaderLosesTheOldest();
    void aSlowReaderIsToldWhatItLost();
    void aSlowReaderGetsTheLastValues();
    void aSlowReaderGetsNothingThatItMayNotSeeAnyMore();
    void whichObjectsThereAreIsTold();
    void endedSessionsLeaveNothingBehind();

private:
    // The client reads nothing until goOn().
    void stall();
    // Emits more than is kept for a client that does not read.
    void flood();
    void goOn();

    std::optional<Publishing> m_all;
};

void TestPublications::stall()
{
    m_all->talk.server.sink.result = FrameSink::Result::Full;
}

void TestPublications::flood()
{
    for (int i = 0; i < 12; ++i)
        Q_EMIT m_all->bell.tolled(QByteArray(1024 * 1024, char('a' + i)));
    QVERIFY(m_all->talk.server.session->isOverBudget());
}

void TestPublications::goOn()
{
    m_all->talk.server.sink.result = FrameSink::Result::Sent;
    m_all->talk.server.session->writable();
    m_all->deliver();
}

void TestPublications::eventsFollowASubscription()
{
    m_all->expose("bell");
    QList<int> heard;
    const quint64 connection =
        m_all->subscriptions->connect("bell.rang", receiverOf(this, [&](int times) { heard.append(times); }));
    m_all->deliver();
    QCOMPARE(m_all->owner.connected, QList<QByteArray>{"bell.rang"});
    Q_EMIT m_all->bell.rang(1);
    Q_EMIT m_all->bell.rang(2);
    m_all->deliver();
    QCOMPARE(heard, (QList<int>{1, 2}));
    QVERIFY(m_all->subscriptions->disconnect(connection));
    Q_EMIT m_all->bell.rang(3); // on its way when the connection has ended
    m_all->deliver();
    Q_EMIT m_all->bell.rang(4);
    m_all->deliver();
    QCOMPARE(heard.size(), 2);
    QVERIFY(m_all->owner.lost.isEmpty());
}

void TestPublications::whatIsNotThereIsWaitedFor()
{
    m_all->subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire("bell");
    m_all->deliver();
    QCOMPARE(m_all->owner.failed.size(), 1);
    QCOMPARE(m_all->owner.failed[0].code(), ErrorCode::UnknownName);
    QCOMPARE(replica->obstacle().code(), ErrorCode::UnknownName);
    m_all->expose("other"); // which changes nothing
    m_all->deliver();
    QCOMPARE(m_all->owner.failed.size(), 1);
    m_all->expose("bell");
    m_all->deliver();
    QCOMPARE(m_all->owner.connected.size(), 1);
    QCOMPARE(replica->state(), ObjectReplica::State::Ready);
    QVERIFY(m_all->lookup->table.remove("bell"));
    m_all->home->run();
    m_all->deliver();
    QCOMPARE(m_all->owner.failed.size(), 2);
    QCOMPARE(replica->state(), ObjectReplica::State::Gone);
}

// The peer would take it for malformed, and soon end the session.
void TestPublications::whatCannotBeNamedIsNotAskedFor()
{
    const QByteArray name(256, 'n');
    m_all->subscriptions->connect(name, receiverOf(this, [](int) {}));
    m_all->subscriptions->check(name);
    QCOMPARE(m_all->owner.failed.size(), 1);
    QCOMPARE(m_all->owner.failed[0].code(), ErrorCode::UnknownName);
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire(name);
    QCOMPARE(replica->state(), ObjectReplica::State::Waiting);
    QCOMPARE(replica->obstacle().code(), ErrorCode::UnknownName);
    struct Listener : ReplicaListener
    {
        void replicaStateChanged() override { ++told; }
        void replicaValueChanged(const QByteArray &) override { ++told; }
        int told = 0;
    } listener;
    replica->addListener(&listener);
    m_all->subscriptions->begin(m_all->talk.client.session); // whose beginning is no time to call anybody
    m_all->talk.client.session->endTurn();
    QVERIFY(m_all->talk.client.sink.frames.empty());
    m_all->subscriptions->end(Error(ErrorCode::ConnectionLost));
    QCOMPARE(replica->obstacle().code(), ErrorCode::UnknownName);
    QCOMPARE(listener.told, 0);
    replica->removeListener(&listener);
}

void TestPublications::severalSignalsOfOneNameAreNamed()
{
    m_all->expose("bell");
    m_all->subscriptions->connect("bell.moved", receiverOf(this, [] {}));
    int heard = 0;
    m_all->subscriptions->connect("bell.moved(int)", receiverOf(this, [&](int x) { heard += x; }));
    m_all->subscriptions->connect("bell.moved(QString)", receiverOf(this, [] {}));
    m_all->deliver();
    QCOMPARE(m_all->owner.failed.size(), 2);
    QCOMPARE(m_all->owner.failed[0].code(), ErrorCode::WrongArguments);
    QVERIFY(m_all->owner.failed[0].message().contains(u"bell.moved(int), bell.moved(int,int)"));
    QCOMPARE(m_all->owner.failed[1].code(), ErrorCode::UnknownName);
    Q_EMIT m_all->bell.moved(5);
    Q_EMIT m_all->bell.moved(7, 7);
    m_all->deliver();
    QCOMPARE(heard, 5);
}

void TestPublications::aSlowReaderLosesTheOldest()
{
    m_all->expose("bell");
    QByteArray heard;
    m_all->subscriptions->connect(
        "bell.tolled", receiverOf(this, [&](const QByteArray &sound) { heard += sound.first(1); }));
    m_all->deliver();
    stall();
    flood();
    goOn();
    QCOMPARE(heard, QByteArray("fghijkl"));
    QCOMPARE(m_all->owner.lost, QList<quint64>{5});
    Q_EMIT m_all->bell.tolled("z");
    m_all->deliver();
    QCOMPARE(heard, QByteArray("fghijklz"));
    QCOMPARE(m_all->owner.lost.size(), 1);
}

void TestPublications::aSlowReaderIsToldWhatItLost()
{
    m_all->expose("bell");
    QList<int> heard;
    m_all->subscriptions->connect("bell.rang", receiverOf(this, [&](int times) { heard.append(times); }));
    m_all->subscriptions->connect("bell.tolled", receiverOf(this, [](const QByteArray &) {}));
    m_all->deliver();
    Q_EMIT m_all->bell.rang(1);
    m_all->talk.server.session->endTurn();
    stall();
    Q_EMIT m_all->bell.rang(2);
    Q_EMIT m_all->bell.rang(3);
    flood();
    goOn(); // nothing is emitted by which the gap would be seen
    QCOMPARE(m_all->owner.lost.size(), 2);
    QVERIFY(m_all->owner.lost.contains(2));
    Q_EMIT m_all->bell.rang(4);
    m_all->deliver();
    QCOMPARE(heard, (QList<int>{1, 4}));
    QCOMPARE(m_all->owner.lost.size(), 2);
}

void TestPublications::aSlowReaderGetsTheLastValues()
{
    m_all->expose("bell");
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire("bell");
    m_all->deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
    stall();
    QVERIFY(m_all->talk.server.session->notify("fill", QByteArray(8 * 1024 * 1024 + 1, 'x')));
    QVERIFY(!m_all->talk.server.session->takesNews());
    for (int volume : {4, 5, 6}) {
        m_all->bell.m_volume = volume;
        Q_EMIT m_all->bell.volumeChanged();
        QCoreApplication::sendPostedEvents();
    }
    const std::shared_ptr<ObjectReplica> late = m_all->subscriptions->acquire("late");
    goOn();
    QCOMPARE(replica->value("volume"), QByteArray("\x06"));
    m_all->bell.m_volume = 7;
    Q_EMIT m_all->bell.volumeChanged();
    m_all->deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x07"));
}

void TestPublications::aSlowReaderGetsNothingThatItMayNotSeeAnyMore()
{
    m_all->expose("bell");
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire("bell");
    m_all->deliver();
    bool isAllowed = true;
    MethodTable &table = m_all->lookup->table;
    table.domains().setPredicate(QString(), [&isAllowed](const Identity &) { return isAllowed; });
    stall();
    QVERIFY(m_all->talk.server.session->notify("fill", QByteArray(8 * 1024 * 1024 + 1, 'x')));
    m_all->bell.m_volume = 4;
    Q_EMIT m_all->bell.volumeChanged();
    QCoreApplication::sendPostedEvents();

    isAllowed = false;
    table.domains().forgetAnswers();
    table.tellWatchers();
    m_all->bell.m_volume = 5;
    goOn(); // in the same turn
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
    m_all->home->run();
    m_all->deliver();
    QCOMPARE(replica->state(), ObjectReplica::State::Gone);

    isAllowed = true;
    table.domains().forgetAnswers();
    table.tellWatchers();
    m_all->home->run();
    m_all->deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x05"));
}

void TestPublications::whichObjectsThereAreIsTold()
{
    m_all->expose("b");
    QStringList told;
    m_all->subscriptions->connect(Publications::namesSignal.toByteArray(),
                                  receiverOf(this, [&](const QStringList &added, const QStringList &removed) {
                                      told.append(u'+' + added.join(u'+') + u'-' + removed.join(u'-'));
                                  }));
    m_all->subscriptions->connect("b.tolled", receiverOf(this, [](const QByteArray &) {}));
    m_all->deliver();
    m_all->expose("a");
    m_all->expose("c");
    m_all->deliver();
    QVERIFY(m_all->lookup->table.remove("a"));
    m_all->home->run();
    m_all->deliver();
    QCOMPARE(told.join(u' '), QStringLiteral("+b- +a- +c- +-a"));
    stall();
    QVERIFY(m_all->lookup->table.remove("c"));
    m_all->home->run();
    flood();
    const qsizetype connections = m_all->owner.connected.size();
    goOn(); // begins anew, with all of them
    QCOMPARE(told.constLast(), QStringLiteral("+b-"));
    QCOMPARE(m_all->owner.connected.size(), connections + 1);
}

void TestPublications::endedSessionsLeaveNothingBehind()
{
    m_all->expose("bell");
    m_all->subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire("bell");
    m_all->deliver();
    m_all->talk.server.session->setHandlers({});
    m_all->publications.reset();
    Q_EMIT m_all->bell.rang(1);
    m_all->bell.m_volume = 9;
    Q_EMIT m_all->bell.volumeChanged();
    m_all->deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
    m_all->subscriptions->end(Error(ErrorCode::ConnectionLost));
    QCOMPARE(replica->state(), ObjectReplica::State::Lost);
    m_all->publications = std::make_shared<Publications>(m_all->talk.server.session, m_all->lookup,
                                                         m_all->publisher, Limits().subscriptions);
}

QTEST_GUILESS_MAIN(TestPublications)
#include "session/moc_publishing.cpp"
#include "tst_publications.moc"
