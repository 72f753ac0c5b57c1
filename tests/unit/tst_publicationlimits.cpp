// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/publishing.h"

#include <optional>

using namespace heliograph;

/// What a peer cannot have, and what it cannot make this end do.
class TestPublicationLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_all.emplace(); }
    void cleanup() { m_all.reset(); }

    void whatIsTooLargeIsLost();
    void aPeerThatTakesNothingGetsNothing();
    void anIdCannotBeUsedTwice();
    void nothingIsSentTwice();
    void aPeerThatTakesNothingIsReadForOnceAChange();
    void whoOnlyAsksIsDisconnected_data();
    void whoOnlyAsksIsDisconnected();
    void subscriptionsAreLimited();
    void releasesOfUnknownIdsAreIgnored();

private:
    std::optional<Publishing> m_all;
};

void TestPublicationLimits::whatIsTooLargeIsLost()
{
    m_all->expose("bell");
    int heard = 0;
    m_all->subscriptions->connect("bell.tolled", receiverOf(this, [&](const QByteArray &) { ++heard; }));
    const std::shared_ptr<ObjectReplica> replica = m_all->subscriptions->acquire("bell");
    m_all->deliver();
    Q_EMIT m_all->bell.tolled(QByteArray(17 * 1024 * 1024, 'x'));
    m_all->deliver();
    QCOMPARE(m_all->owner.lost, QList<quint64>{1});
    Q_EMIT m_all->bell.tolled("small");
    m_all->deliver();
    QCOMPARE(heard, 1);
    QCOMPARE(m_all->owner.lost.size(), 1);
    m_all->bell.m_tune = QByteArray(17 * 1024 * 1024, 'x');
    Q_EMIT m_all->bell.tuneChanged();
    m_all->deliver();
    QCOMPARE(replica->state(), ObjectReplica::State::Gone);
    QCOMPARE(replica->obstacle().code(), ErrorCode::TooLarge);
    m_all->bell.m_tune = "short";
    Q_EMIT m_all->bell.tuneChanged();
    m_all->deliver();
    QCOMPARE(replica->state(), ObjectReplica::State::Ready);
    QCOMPARE(replica->value("volume"), QByteArray("\x03"));
}

void TestPublicationLimits::aPeerThatTakesNothingGetsNothing()
{
    m_all->expose("bell");
    Conversation talk({.limits = {.maxPayload = 0}});
    const auto publications = std::make_shared<Publications>(talk.server.session, m_all->lookup,
                                                             m_all->publisher, Limits().subscriptions);
    talk.server.session->setHandlers({nullptr, publications.get(), nullptr});
    talk.establish();
    talk.client.session->subscribe(1, Publications::namesSignal);
    talk.client.session->subscribe(2, "bell.rang");
    talk.client.session->acquire(3, "bell");
    talk.deliver();
    Q_EMIT m_all->bell.rang(1);
    talk.deliver();
    QCOMPARE(talk.server.session->state(), Session::State::Established);
    talk.server.session->setHandlers({});
}

void TestPublicationLimits::anIdCannotBeUsedTwice()
{
    m_all->expose("bell");
    m_all->talk.client.session->subscribe(7, "bell.rang");
    m_all->talk.client.session->acquire(7, "bell");
    m_all->deliver();
    m_all->talk.client.session->release(7);
    m_all->deliver();
    m_all->talk.client.session->subscribe(7, "bell.rang");
    m_all->deliver();
    m_all->subscriptions->connect("bell.tolled", receiverOf(this, [](const QByteArray &) {}));
    m_all->deliver();
    QCOMPARE(m_all->owner.connected.size(), 1);
}

void TestPublicationLimits::nothingIsSentTwice()
{
    m_all->expose("bell");
    RecordedStatuses statuses;
    m_all->talk.client.session->setHandlers({nullptr, nullptr, &statuses});
    for (quint64 id : {10, 11}) {
        m_all->talk.client.session->subscribe(id, "bell.rang");
        m_all->talk.client.session->acquire(id + 10, "bell");
    }
    m_all->deliver();
    QCOMPARE(statuses.codes,
             (QList<std::pair<quint64, ErrorCode>>{
                 {10, ErrorCode::None}, {11, ErrorCode::ProtocolError}, {21, ErrorCode::ProtocolError}}));
    Q_EMIT m_all->bell.rang(1);
    m_all->deliver();
    QCOMPARE(statuses.events, 1);
    m_all->talk.client.session->release(10);
    m_all->talk.client.session->subscribe(12, "bell.rang");
    m_all->deliver();
    QCOMPARE(statuses.codes.constLast(), std::pair(quint64(12), ErrorCode::None));
    m_all->talk.client.session->setHandlers({});
}

void TestPublicationLimits::aPeerThatTakesNothingIsReadForOnceAChange()
{
    m_all->expose("bell");
    Conversation talk({.limits = {.maxPayload = 0}});
    const auto publications = std::make_shared<Publications>(talk.server.session, m_all->lookup,
                                                             m_all->publisher, Limits().subscriptions);
    RecordedStatuses statuses;
    talk.server.session->setHandlers({nullptr, publications.get(), nullptr});
    talk.client.session->setHandlers({nullptr, nullptr, &statuses});
    talk.establish();
    for (quint64 id = 1; id <= 100; ++id)
        talk.client.session->acquire(id, "bell");
    talk.deliver();
    const int readings = m_all->bell.m_readings;
    statuses.codes.clear();
    for (int i = 0; i < 10; ++i) {
        Q_EMIT m_all->bell.volumeChanged();
        QCoreApplication::sendPostedEvents();
    }
    talk.deliver();
    QCOMPARE(m_all->bell.m_readings - readings, 10);
    QCOMPARE(statuses.codes.size(), 0); // it knows
    talk.server.session->setHandlers({});
    talk.client.session->setHandlers({});
}

void TestPublicationLimits::whoOnlyAsksIsDisconnected_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("what is there") << QByteArray("bell.rang");
    QTest::newRow("what is not") << QByteArray("nothing");
    QTest::newRow("all names") << Publications::namesSignal.toByteArray();
}

void TestPublicationLimits::whoOnlyAsksIsDisconnected()
{
    QFETCH(const QByteArray, name);
    m_all->expose("bell");
    Conversation talk({}, {.limits = {.unreadBytes = 100'000}});
    const auto publications = std::make_shared<Publications>(talk.server.session, m_all->lookup,
                                                             m_all->publisher, Limits().subscriptions);
    talk.server.session->setHandlers({nullptr, publications.get(), nullptr});
    talk.establish();
    talk.server.sink.result = FrameSink::Result::Full;
    for (quint64 id = 1; id < 100'000 && talk.server.session->state() == Session::State::Established; ++id) {
        talk.server.receive(frameOf(Subscribe{id, name}));
        talk.server.receive(frameOf(Release{id}));
    }
    QCOMPARE(talk.server.owner.ended.size(), 1);
    QCOMPARE(talk.server.owner.ended.constFirst().code(), ErrorCode::TooSlow);
}

void TestPublicationLimits::subscriptionsAreLimited()
{
    m_all->expose("bell");
    for (quint64 id = 10; id < 10 + quint64(Limits().subscriptions); ++id)
        m_all->talk.client.session->subscribe(id, QByteArray("bell.rang" + QByteArray::number(id)));
    m_all->subscriptions->connect("bell.rang", receiverOf(this, [](int) {}));
    m_all->deliver();
    QCOMPARE(m_all->owner.failed.size(), 1);
    QCOMPARE(m_all->owner.failed[0].code(), ErrorCode::Busy);
}

void TestPublicationLimits::releasesOfUnknownIdsAreIgnored()
{
    m_all->talk.client.session->release(5);
    m_all->deliver();
    QCOMPARE(m_all->talk.server.session->state(), Session::State::Established);
}

QTEST_GUILESS_MAIN(TestPublicationLimits)
#include "session/moc_publishing.cpp"
#include "tst_publicationlimits.moc"
