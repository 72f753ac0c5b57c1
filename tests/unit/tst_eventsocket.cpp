// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/context.h"
#include "transport/eventsocket.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>
#include <QtTest/qtest.h>

#include <functional>
#include <set>
#include <stdexcept>

using namespace heliograph;
using namespace std::chrono_literals;
using Role = Socket::Role;
using SendResult = Socket::SendResult;

namespace {

/// Runs the event loop until \a condition holds; false after 30 s. QTRY_VERIFY sleeps 10 ms between two looks,
/// which is too slow for thousands of round trips.
bool runUntil(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(30s);
    QTimer waker; // ends a wait in which nothing happens
    waker.start(10ms);
    while (!condition() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return condition();
}

/// Counts what a socket tells; a test sets what is to be done about it.
class Recorder : public SocketReceiver
{
public:
    void messageReceived(const ReceivedMessage &message) override
    {
        ++messages;
        peers.insert(message.peer());
        if (onMessage)
            onMessage(message);
    }
    void turnEnded() override
    {
        ++turns;
        if (onTurnEnded)
            onTurnEnded();
    }
    void writable() override
    {
        ++writables;
        if (onWritable)
            onWritable();
    }
    void linkEvent(const LinkEvent &event) override
    {
        events.push_back(event);
        if (onLinkEvent)
            onLinkEvent(event);
    }
    [[nodiscard]] bool has(LinkEvent::Type type) const
    {
        return std::any_of(events.begin(), events.end(), [type](const auto &event) { return event.type == type; });
    }

    std::function<void(const ReceivedMessage &)> onMessage;
    std::function<void()> onTurnEnded;
    std::function<void()> onWritable;
    std::function<void(const LinkEvent &)> onLinkEvent;
    std::set<PeerId> peers;
    std::vector<LinkEvent> events;
    int messages = 0;
    int turns = 0;
    int writables = 0;
};

/// A router and a dealer that are connected.
struct Pair
{
    explicit Pair(const QString &endpoint = QStringLiteral("tcp://127.0.0.1:*"))
    {
        boundWell = !server->bind(endpoint) && !client->connect(server->boundEndpoints().constFirst());
    }
    [[nodiscard]] bool isUp() const { return boundWell && atClient.has(LinkEvent::Type::HandshakeSucceeded); }
    [[nodiscard]] PeerId peer() const { return *atServer.peers.begin(); }

    Recorder atServer;
    Recorder atClient;
    std::unique_ptr<EventSocket> server =
        std::make_unique<EventSocket>(Context::shared(), Role::Router, atServer);
    std::unique_ptr<EventSocket> client =
        std::make_unique<EventSocket>(Context::shared(), Role::Dealer, atClient);
    bool boundWell = false;
};

} // namespace

class tst_EventSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messagesGoBothWays_data();
    void messagesGoBothWays();
    void everyPingIsAnswered();
};

void tst_EventSocket::messagesGoBothWays_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("tcp") << QStringLiteral("tcp://127.0.0.1:*");
    QTest::newRow("tcp6") << QStringLiteral("tcp://[::1]:*");
    QTest::newRow("ipc") << QStringLiteral("ipc://*");
    QTest::newRow("inproc") << QStringLiteral("inproc://both-ways");
}

void tst_EventSocket::messagesGoBothWays()
{
    QFETCH(QString, endpoint);
    Pair pair(endpoint);
    QTRY_VERIFY(pair.isUp());
    pair.atServer.onMessage = [&](const ReceivedMessage &message) {
        QCOMPARE(message.bytes().toByteArray(), QByteArray("ping"));
        QCOMPARE(pair.server->send(message.peer(), "pong"), SendResult::Sent);
    };
    QByteArray answer;
    pair.atClient.onMessage = [&](const ReceivedMessage &message) { answer = message.bytes().toByteArray(); };
    QCOMPARE(pair.client->send(0, "ping"), SendResult::Sent);
    QTRY_COMPARE(answer, QByteArray("pong"));
}

void tst_EventSocket::everyPingIsAnswered()
{
    Pair pair(QStringLiteral("ipc://*"));
    QTRY_VERIFY(pair.isUp());
    pair.atServer.onMessage = [&](const ReceivedMessage &message) {
        QCOMPARE(pair.server->send(message.peer(), message.bytes()), SendResult::Sent);
    };
    pair.atClient.onMessage = [&](const ReceivedMessage &message) {
        if (pair.atClient.messages < 10000)
            QCOMPARE(pair.client->send(0, message.bytes()), SendResult::Sent);
    };
    QCOMPARE(pair.client->send(0, "x"), SendResult::Sent);
    QVERIFY(runUntil([&] { return pair.atClient.messages == 10000; }));
}

QTEST_GUILESS_MAIN(tst_EventSocket)

#include "tst_eventsocket.moc"
