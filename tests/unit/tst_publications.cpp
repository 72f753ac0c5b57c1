// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/fakes.h"
#include "session/frames.h"
#include "session/publications.h"
#include "session/receivers.h"
#include "session/subscriptions.h"

#include "meta/methodtable.h"
#include "meta/objectmembers.h"

#include <QtCore/qcoreapplication.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class Bell : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int volume MEMBER m_volume NOTIFY volumeChanged)
    Q_PROPERTY(QByteArray tune MEMBER m_tune NOTIFY tuneChanged)
public:
    int m_volume = 3;
    QByteArray m_tune;

Q_SIGNALS:
    void volumeChanged();
    void tuneChanged();
    void rang(int times);
    void tolled(const QByteArray &sound);
    void moved(int x);
    void moved(int x, int y);
};

namespace {

/// A table alone.
class TableLookup : public ObjectLookup
{
public:
    [[nodiscard]] SignalSet findSignal(QByteArrayView name) const override { return table.findSignal(name); }
    [[nodiscard]] std::shared_ptr<ExposedObject> findObject(QByteArrayView name) const override
    {
        return table.findObject(name);
    }
    [[nodiscard]] QByteArrayList objectNames() const override { return table.objectNames(); }
    MethodTable table;
};

/// This thread; tasks run when the test says so.
class FakeHome : public HomeThread
{
public:
    [[nodiscard]] bool isHere() const override { return true; }
    void post(std::function<void()> task) override { tasks.push_back(std::move(task)); }
    void run()
    {
        for (const std::function<void()> &task : std::exchange(tasks, {}))
            task();
    }
    std::vector<std::function<void()>> tasks;
};

} // namespace

/// A server's publications, and a client's subscriptions to them.
class TestPublications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void eventsFollowASubscription();
    void whatIsNotThereIsWaitedFor();
    void severalSignalsOfOneNameAreNamed();
    void aSlowReaderIsToldWhatItLost();
    void aSlowReaderGetsTheLastValues();
    void whatIsTooLargeIsLost();
    void aPeerThatTakesNothingGetsNothing();
    void anIdCannotBeUsedTwice();
    void subscriptionsAreLimited();
    void releasesOfUnknownIdsAreIgnored();
    void whichObjectsThereAreIsTold();
    void endedSessionsLeaveNothingBehind();

private:
    void expose(const char *name);
    void deliver()
    {
        m_talk->deliver();
        QCoreApplication::sendPostedEvents();
        m_talk->deliver();
    }
    // Leaves so much unread that events are dropped.
    void stall();
    void goOn();

    std::unique_ptr<Bell> m_bell;
    std::shared_ptr<TableLookup> m_lookup;
    std::shared_ptr<FakeHome> m_home;
    std::shared_ptr<Publisher> m_publisher;
    std::unique_ptr<Conversation> m_talk;
    std::shared_ptr<Publications> m_publications;
    std::unique_ptr<FakeSubscriptionOwner> m_owner;
    std::shared_ptr<Subscriptions> m_subscriptions;
};

void TestPublications::init()
{
    m_bell = std::make_unique<Bell>();
    m_lookup = std::make_shared<TableLookup>();
    m_home = std::make_shared<FakeHome>();
    m_publisher = std::make_shared<Publisher>(m_lookup, m_home);
    m_lookup->table.addWatcher(m_publisher);
    m_talk = std::make_unique<Conversation>();
    m_publications = std::make_shared<Publications>(m_talk->server.session, m_publisher);
    m_owner = std::make_unique<FakeSubscriptionOwner>();
    m_subscriptions = std::make_shared<Subscriptions>(*m_owner);
    m_talk->server.session->setHandlers({nullptr, m_publications.get(), nullptr});
    m_talk->client.session->setHandlers({nullptr, nullptr, m_subscriptions.get()});
    m_talk->establish();
    m_subscriptions->begin(m_talk->client.session);
}

void TestPublications::cleanup()
{
    m_subscriptions->detach();
    m_talk->server.session->setHandlers({});
    m_publications.reset();
}

void TestPublications::expose(const char *name)
{
    ObjectMembers members = membersOf(m_bell.get(), name, {});
    const std::shared_ptr<Target> target = members.object->target();
    QVERIFY(!m_lookup->table.add({name, members.origin, members.methods, members.object, target}));
    m_home->run();
}

void TestPublications::stall()
{
    m_talk->server.sink.result = FrameSink::Result::Full;
    const QByteArray large(8 * 1024 * 1024 + 1, 'x');
    QVERIFY(m_talk->server.session->notify("fill", large));
    QVERIFY(!m_talk->server.session->takesEvents());
}

void TestPublications::goOn()
{
    m_talk->server.sink.result = FrameSink::Result::Sent;
    m_talk->server.session->writable();
    m_publications->catchUp();
    deliver();
}

void TestPublications::eventsFollowASubscription()
{
    expose("bell");
    QList<int> heard;
    const quint64 connection =
        m_subscriptions->connect("bell.rang", receiverOf(this, [&](int times) { heard.append(times); }));
    deliver();
    QCOMPARE(m_owner->connected, QList<QByteArray>{"bell.rang"});
    Q_EMIT m_bell->rang(1);
    Q_EMIT m_bell->rang(2);
    deliver();
    QCOMPARE(heard, (QList<int>{1, 2}));
    QVERIFY(m_subscriptions->disconnect(connection));
    Q_EMIT m_bell->rang(3); // on its way when the connection has ended
    deliver();
    Q_EMIT m_bell->rang(4);
    deliver();
    QCOMPARE(heard.size(), 2);
    QVERIFY(m_owner->lost.isEmpty());
}

void TestPublications::whatIsNotThereIsWaitedFor()
{
    m_subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    const std::shared_ptr<ObjectReplica> replica = m_subscriptions->acquire("bell");
    deliver();
    QCOMPARE(m_owner->failed.size(), 1);
    QCOMPARE(m_owner->failed[0].code(), ErrorCode::UnknownName);
    QCOMPARE(replica->obstacle().code(), ErrorCode::UnknownName);
    expose("other"); // which changes nothing
    deliver();
    QCOMPARE(m_owner->failed.size(), 1);
    expose("bell");
    deliver();
    QCOMPARE(m_owner->connected.size(), 1);
    QCOMPARE(replica->state(), ObjectReplica::State::Ready);
    QVERIFY(m_lookup->table.remove("bell"));
    m_home->run();
    deliver();
    QCOMPARE(m_owner->failed.size(), 2);
    QCOMPARE(replica->state(), ObjectReplica::State::Gone);
}

void TestPublications::severalSignalsOfOneNameAreNamed()
{
    expose("bell");
    m_subscriptions->connect("bell.moved", receiverOf(this, [] {}));
    int heard = 0;
    m_subscriptions->connect("bell.moved(int)", receiverOf(this, [&](int x) { heard += x; }));
    m_subscriptions->connect("bell.moved(QString)", receiverOf(this, [] {}));
    deliver();
    QCOMPARE(m_owner->failed.size(), 2);
    QCOMPARE(m_owner->failed[0].code(), ErrorCode::WrongArguments);
    QVERIFY(m_owner->failed[0].message().contains(u"bell.moved(int), bell.moved(int,int)"));
    QCOMPARE(m_owner->failed[1].code(), ErrorCode::UnknownName);
    Q_EMIT m_bell->moved(5);
    Q_EMIT m_bell->moved(7, 7);
    deliver();
    QCOMPARE(heard, 5);
}

void TestPublications::aSlowReaderIsToldWhatItLost()
{
    expose("bell");
    QList<int> heard;
    m_subscriptions->connect("bell.rang", receiverOf(this, [&](int times) { heard.append(times); }));
    deliver();
    Q_EMIT m_bell->rang(1);
    stall();
    Q_EMIT m_bell->rang(2);
    Q_EMIT m_bell->rang(3);
    goOn(); // nothing is emitted by which a gap would be seen
    QCOMPARE(m_owner->lost, QList<quint64>{2});
    Q_EMIT m_bell->rang(4);
    deliver();
    QCOMPARE(heard, (QList<int>{1, 4}));
    QCOMPARE(m_owner->lost.size(), 1);
}

void TestPublications::aSlowReaderGetsTheLastValues()
{
    expose("bell");
    const std::shared_ptr<ObjectReplica> replica = m_subscriptions->acquire("bell");
    deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
    stall();
    for (int volume : {4, 5, 6}) {
        m_bell->m_volume = volume;
        Q_EMIT m_bell->volumeChanged();
        QCoreApplication::sendPostedEvents();
    }
    const std::shared_ptr<ObjectReplica> late = m_subscriptions->acquire("late");
    goOn();
    QCOMPARE(replica->value("volume"), QByteArray("\x06"));
    m_bell->m_volume = 7;
    Q_EMIT m_bell->volumeChanged();
    deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x07"));
}

void TestPublications::whatIsTooLargeIsLost()
{
    expose("bell");
    int heard = 0;
    m_subscriptions->connect("bell.tolled", receiverOf(this, [&](const QByteArray &) { ++heard; }));
    const std::shared_ptr<ObjectReplica> replica = m_subscriptions->acquire("bell");
    deliver();
    Q_EMIT m_bell->tolled(QByteArray(17 * 1024 * 1024, 'x'));
    deliver();
    QCOMPARE(m_owner->lost, QList<quint64>{1});
    Q_EMIT m_bell->tolled("small");
    deliver();
    QCOMPARE(heard, 1);
    QCOMPARE(m_owner->lost.size(), 1);
    m_bell->m_tune = QByteArray(17 * 1024 * 1024, 'x');
    Q_EMIT m_bell->tuneChanged();
    deliver();
    QCOMPARE(replica->state(), ObjectReplica::State::Gone);
    QCOMPARE(replica->obstacle().code(), ErrorCode::TooLarge);
    m_bell->m_tune = "short";
    Q_EMIT m_bell->tuneChanged();
    deliver();
    QCOMPARE(replica->state(), ObjectReplica::State::Ready);
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
}

void TestPublications::aPeerThatTakesNothingGetsNothing()
{
    expose("bell");
    Conversation talk({.maxPayload = 0});
    const auto publications = std::make_shared<Publications>(talk.server.session, m_publisher);
    talk.server.session->setHandlers({nullptr, publications.get(), nullptr});
    talk.establish();
    talk.client.session->subscribe(1, Publications::namesSignal);
    talk.client.session->subscribe(2, "bell.rang");
    talk.client.session->acquire(3, "bell");
    talk.deliver();
    Q_EMIT m_bell->rang(1);
    talk.deliver();
    QCOMPARE(talk.server.session->state(), Session::State::Established);
    talk.server.session->setHandlers({});
}

void TestPublications::anIdCannotBeUsedTwice()
{
    expose("bell");
    m_talk->client.session->subscribe(7, "bell.rang");
    m_talk->client.session->acquire(7, "bell");
    deliver();
    m_talk->client.session->release(7);
    deliver();
    m_talk->client.session->subscribe(7, "bell.rang");
    deliver();
    m_subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    deliver();
    QCOMPARE(m_owner->connected.size(), 1);
}

void TestPublications::subscriptionsAreLimited()
{
    expose("bell");
    for (quint64 id = 10; id < 10 + Publications::maximum; ++id)
        m_talk->client.session->subscribe(id, "bell.rang");
    m_subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    deliver();
    QCOMPARE(m_owner->failed.size(), 1);
    QCOMPARE(m_owner->failed[0].code(), ErrorCode::Busy);
}

void TestPublications::releasesOfUnknownIdsAreIgnored()
{
    m_talk->client.session->release(5);
    deliver();
    QCOMPARE(m_talk->server.session->state(), Session::State::Established);
}

void TestPublications::whichObjectsThereAreIsTold()
{
    expose("b");
    QStringList told;
    m_subscriptions->connect(Publications::namesSignal.toByteArray(),
                             receiverOf(this, [&](const QStringList &added, const QStringList &removed) {
                                 told.append(u'+' + added.join(u'+') + u'-' + removed.join(u'-'));
                             }));
    deliver();
    expose("a");
    expose("c");
    deliver();
    QVERIFY(m_lookup->table.remove("b"));
    m_home->run();
    deliver();
    QCOMPARE(told.join(u' '), QStringLiteral("+b- +a- +c- +-b"));
    stall();
    QVERIFY(m_lookup->table.remove("a"));
    m_home->run();
    goOn(); // begins anew, with all of them
    QCOMPARE(told.constLast(), QStringLiteral("+c-"));
    QCOMPARE(m_owner->connected.size(), 2);
}

void TestPublications::endedSessionsLeaveNothingBehind()
{
    expose("bell");
    m_subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    const std::shared_ptr<ObjectReplica> replica = m_subscriptions->acquire("bell");
    deliver();
    m_talk->server.session->setHandlers({});
    m_publications.reset();
    Q_EMIT m_bell->rang(1);
    m_bell->m_volume = 9;
    Q_EMIT m_bell->volumeChanged();
    deliver();
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
    m_subscriptions->end(Error(ErrorCode::ConnectionLost));
    QCOMPARE(replica->state(), ObjectReplica::State::Lost);
    m_publications = std::make_shared<Publications>(m_talk->server.session, m_publisher);
}

QTEST_GUILESS_MAIN(TestPublications)
#include "tst_publications.moc"
