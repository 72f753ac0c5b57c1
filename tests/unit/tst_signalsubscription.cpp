// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/receivers.h"
#include "session/signalsubscription.h"

#include <QtTest/qtest.h>

using namespace heliograph;

class TestSignalSubscription : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void eventsReachAllInOrder();
    void gapsAreCounted();
    void whoTakesTooMuchIsTold();
    void typesAreCompared_data();
    void typesAreCompared();
    void whatDoesNotFitIsTold();
    void connectionsAreTakenBack();
    void aReceiverMayTakeAnotherBack();

private:
    std::unique_ptr<SignalSubscription> m_subscription;
    FakeSubscriptionOwner m_owner;
};

void TestSignalSubscription::init()
{
    m_subscription = std::make_unique<SignalSubscription>("t.measured");
    m_owner = {};
}

void TestSignalSubscription::eventsReachAllInOrder()
{
    QStringList heard;
    for (const char *name : {"a", "b"})
        m_subscription->add(1, receiverOf(this, [&heard, name](int value) {
                                heard.append(QLatin1StringView(name) + QString::number(value));
                            }));
    m_owner.failed += m_subscription->start("int");
    m_subscription->handOut("\x91\x05", [](const Error &) { QFAIL("it fits"); });
    QCOMPARE(heard, (QStringList{QStringLiteral("a5"), QStringLiteral("b5")}));
    QVERIFY(m_owner.failed.isEmpty());
}

void TestSignalSubscription::gapsAreCounted()
{
    QCOMPARE(m_subscription->received(1), 0u);
    QCOMPARE(m_subscription->received(2), 0u);
    QCOMPARE(m_subscription->received(5), 2u);
    QCOMPARE(m_subscription->lostUpTo(5), 0u);
    QCOMPARE(m_subscription->lostUpTo(8), 3u);
    QCOMPARE(m_subscription->received(9), 0u);
    QCOMPARE(m_subscription->received(0), 0u); // a peer that counts badly
    QCOMPARE(m_subscription->received(3), 0u);
    QCOMPARE(m_subscription->received(10), 0u);
    m_subscription->begin(); // a new session
    QCOMPARE(m_subscription->received(1), 0u);
}

void TestSignalSubscription::whoTakesTooMuchIsTold()
{
    int heard = 0;
    m_subscription->add(1, receiverOf(this, [&](int, int) { ++heard; }));
    m_subscription->add(2, receiverOf(this, [&](int) { ++heard; }));
    QVERIFY(!m_subscription->checkNewest()); // not known yet
    m_owner.failed += m_subscription->start("int");
    QCOMPARE(m_owner.failed.size(), 1);
    QCOMPARE(m_owner.failed[0].code(), ErrorCode::WrongArguments);
    m_subscription->handOut("\x91\x05", [](const Error &) { QFAIL("it fits"); });
    QCOMPARE(heard, 1);
    m_subscription->add(3, receiverOf(this, [](int, int, int) {}));
    QVERIFY(m_subscription->checkNewest());
    m_owner.failed += m_subscription->start({}); // the signal has no parameters any more
    QCOMPARE(m_owner.failed.size(), 4);
}

void TestSignalSubscription::typesAreCompared_data()
{
    QTest::addColumn<QByteArray>("types");
    QTest::addColumn<bool>("fitsInt");
    QTest::addColumn<bool>("fitsDouble");
    QTest::addColumn<bool>("fitsString");
    QTest::addColumn<bool>("fitsVariant");
    QTest::newRow("int") << QByteArray("int") << true << true << false << true;
    QTest::newRow("double") << QByteArray("double") << false << true << false << true;
    QTest::newRow("bool") << QByteArray("bool") << false << false << false << true;
    QTest::newRow("QString and more") << QByteArray("QString,int") << false << false << true << true;
    QTest::newRow("QByteArray") << QByteArray("QByteArray") << false << false << false << true;
    QTest::newRow("a map") << QByteArray("QMap<QString,int>") << false << false << false << true;
    QTest::newRow("a list") << QByteArray("QStringList") << false << false << false << true;
    QTest::newRow("a type of the peer's own") << QByteArray("Acme::Mode") << true << true << true << true;
}

void TestSignalSubscription::typesAreCompared()
{
    QFETCH(QByteArray, types);
    const auto fits = [&](std::unique_ptr<EventReceiver> receiver) {
        SignalSubscription subscription("s");
        subscription.add(1, std::move(receiver));
        return subscription.start(types).isEmpty();
    };
    QTEST(fits(receiverOf(this, [](int) {})), "fitsInt");
    QTEST(fits(receiverOf(this, [](double) {})), "fitsDouble");
    QTEST(fits(receiverOf(this, [](const QString &) {})), "fitsString");
    QTEST(fits(receiverOf(this, [](const QVariant &) {})), "fitsVariant");
}

void TestSignalSubscription::whatDoesNotFitIsTold()
{
    QList<Error> errors;
    m_subscription->add(1, receiverOf(this, [](const QString &) { QFAIL("it is no string"); }));
    m_owner.failed += m_subscription->start("Unknown");
    for (const QByteArray &arguments :
         {QByteArray("\x91\x05"), QByteArray("\x90"), QByteArray("\xc1"), QByteArray()})
        m_subscription->handOut(arguments, [&](const Error &error) { errors.append(error); });
    QCOMPARE(errors.size(), 4);
    QCOMPARE(errors[0].message(), QStringLiteral("expected QString, received int"));
}

void TestSignalSubscription::connectionsAreTakenBack()
{
    QObject other;
    m_subscription->add(1, receiverOf(this, [](int) {}));
    m_subscription->add(2, receiverOf(&other, [](int) {}));
    m_subscription->add(3, receiverOf(&other, [](int) {}));
    QCOMPARE(m_subscription->remove(1).size(), 1u);
    QVERIFY(m_subscription->remove(1).empty());
    QVERIFY(m_subscription->remove(this).empty());
    QCOMPARE(m_subscription->remove(&other).size(), 2u);
    QVERIFY(m_subscription->isUnused());
    m_subscription->add(4, receiverOf(this, [](int) {}));
    QCOMPARE(m_subscription->remove(static_cast<const QObject *>(nullptr)).size(), 1u);
}

void TestSignalSubscription::aReceiverMayTakeAnotherBack()
{
    int heard = 0;
    m_subscription->add(1, receiverOf(this, [&](int) {
                            (void)m_subscription->remove(2);
                            m_subscription->add(3, receiverOf(this, [&](int) { heard += 100; }));
                        }));
    m_subscription->add(2, receiverOf(this, [&](int) { ++heard; }));
    m_owner.failed += m_subscription->start("int");
    m_subscription->handOut("\x91\x05", [](const Error &) {});
    QCOMPARE(heard, 0); // and who is new hears the next event only
}

QTEST_GUILESS_MAIN(TestSignalSubscription)
#include "tst_signalsubscription.moc"
