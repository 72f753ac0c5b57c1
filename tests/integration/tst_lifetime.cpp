// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtCore/qpromise.h>
#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// Both ends on the heap, to be deleted at odd moments, and a method that never answers.
struct Ends
{
    Ends()
    {
        silence.start();
        server = makeServer(endpoint.text());
        address = server ? server->endpoints().constFirst() : QString();
        client = std::make_unique<Client>(ClientOptions{.reconnectDelay = 1ms});
        if (!client->connectToServer(address))
            qFatal("%s", client->error().what());
    }
    /// A server at \a where, nullptr while that cannot be had.
    std::unique_ptr<Server> makeServer(const QString &where)
    {
        auto made = std::make_unique<Server>();
        if (!made->bind(where))
            return nullptr;
        made->expose("echo", [](int value) { return value; });
        made->expose("silence", [this] {
            ++called;
            return silence.future();
        });
        return made;
    }

    Endpoint endpoint;
    QString address;
    QPromise<int> silence;
    int called = 0;
    std::unique_ptr<Server> server;
    std::unique_ptr<Client> client;
};

} // namespace

class TestLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aClientThatDiesEndsItsCalls();
    void aClientThatDiesUnconnectedEndsItsCalls();
    void aServerThatDiesEndsItsClientsCalls();
    void aServerThatComesBackIsFoundAgain();
    void aClientThatMeetsADyingServerFindsTheNext();
    void aMethodOutlivesItsChannel();
    void aServerForgetsAChannelThatIsDeleted();
    void aClosingServerForgetsAChannelThatIsDeleted();
    void aDyingChannelIsNotFoundAnyMore();
    void theServerMayDieInAHandler();
    void theClientMayDieInAHandler();
    void theClientMayDieInACallback();
    void theServerMayDieInACallback();
    void theClientMayDieInAContinuation();
    void theClientMayDieWhenItConnects();
    void theClientMayDieWhenItDisconnects();
    void theServerMayDieWhenAClientConnects();
    void theServerMayDieWhenAClientDisconnects();
};

void TestLifetime::aClientThatDiesEndsItsCalls()
{
    Ends ends;
    QList<QFuture<int>> calls;
    for (int i = 0; i < 10; ++i)
        calls.append(ends.client->call<int>("silence"));
    QVERIFY(waitUntil([&] { return ends.called == 10; }));
    ends.client.reset();
    for (const QFuture<int> &call : calls) {
        QVERIFY(call.isFinished()); // before the destructor has returned
        QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
    }
}

void TestLifetime::aClientThatDiesUnconnectedEndsItsCalls()
{
    Ends ends;
    ends.server.reset();
    ends.client = std::make_unique<Client>();
    QVERIFY(ends.client->connectToServer(ends.address));
    const QFuture<int> call = ends.client->call<int>("silence");
    QVERIFY(!call.isFinished());
    ends.client.reset();
    QVERIFY(call.isFinished());
    QCOMPARE(errorOf(call).code(), ErrorCode::NeverSent);
}

void TestLifetime::aServerThatDiesEndsItsClientsCalls()
{
    Ends ends;
    QSignalSpy disconnected(ends.client.get(), &Channel::disconnected);
    const QFuture<int> call = ends.client->call<int>("silence");
    QVERIFY(waitUntil([&] { return ends.called == 1; }));
    ends.server.reset();
    QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return disconnected.size() == 1; }));
    QCOMPARE(disconnected.constFirst().constFirst().value<Error>().code(), ErrorCode::PeerClosed);
}

void TestLifetime::aServerThatComesBackIsFoundAgain()
{
    Ends ends;
    QSignalSpy connected(ends.client.get(), &Channel::connected);
    QSignalSpy disconnected(ends.client.get(), &Channel::disconnected);
    QCOMPARE(valueOf(ends.client->call<int>("echo", 1)), 1);
    ends.server.reset();
    QVERIFY(waitUntil([&] { return disconnected.size() == 1; }));
    const QFuture<int> between = ends.client->call<int>("echo", 2); // waits for the next session
    ends.server = ends.makeServer(ends.address);
    QVERIFY(ends.server);
    QCOMPARE(valueOf(between), 2);
    QCOMPARE(valueOf(ends.client->call<int>("echo", 3)), 3);
    QCOMPARE(connected.size(), 2);
    QCOMPARE(disconnected.size(), 1);
}

void TestLifetime::aClientThatMeetsADyingServerFindsTheNext()
{
    Ends ends;
    // Often, because ØMQ closes sockets in a thread of its own, and only sometimes late.
    for (int i = 0; i < 50; ++i) {
        ends.server.reset();
        QVERIFY(ends.client->connectToServer(ends.address));
        ends.server = ends.makeServer(ends.address);
        QVERIFY(ends.server);
        QCOMPARE(errorOf(ends.client->call("echo", i)).code(), ErrorCode::None);
        QVERIFY(ends.client->isConnected());
    }
}

void TestLifetime::aMethodOutlivesItsChannel()
{
    Ends ends;
    const RemoteMethod echo = ends.client->method("echo");
    QCOMPARE(valueOf(echo.call<int>(1)), 1);
    ends.client.reset();
    const QFuture<int> call = echo.call<int>(2);
    QVERIFY(call.isFinished());
    QCOMPARE(errorOf(call).code(), ErrorCode::NeverSent);
}

void TestLifetime::aServerForgetsAChannelThatIsDeleted()
{
    Connection link({.limits = {.sessions = 1}}, {.reconnectDelay = 1ms});
    const QSignalSpy connected(&link.client, &Channel::connected);
    QVERIFY(link.isEstablished());
    Channel *const channel = link.server.channels().constFirst();
    channel->disconnect(); // every signal, of everyone
    delete channel;
    QVERIFY(link.server.channels().isEmpty());
    QVERIFY(waitUntil([&] { return connected.size() == 2; })); // there is room for it
    QVERIFY(link.isEstablished());
}

void TestLifetime::aClosingServerForgetsAChannelThatIsDeleted()
{
    Ends ends;
    QVERIFY(waitUntil([&] { return !ends.server->channels().isEmpty(); }));
    const QFuture<int> call = ends.client->call<int>("silence");
    QVERIFY(waitUntil([&] { return ends.called == 1; }));
    const QSignalSpy closed(ends.server.get(), &Server::closed);
    Channel *const channel = ends.server->channels().constFirst();
    ends.server->close(patience);
    channel->disconnect();
    delete channel;
    QVERIFY(waitUntil([&] { return closed.size() == 1; }));
    QVERIFY(waitFor(call));
}

void TestLifetime::aDyingChannelIsNotFoundAnyMore()
{
    Ends ends;
    ends.client->expose("silence", [&] { return ends.silence.future(); });
    QVERIFY(waitUntil([&] { return !ends.server->channels().isEmpty(); }));
    Channel *const channel = ends.server->channels().constFirst();
    qsizetype channels = -1;
    channel->method("silence")
        .onReply(
            this, [](int) {}, [&](const Error &) { channels = ends.server->channels().size(); })
        .call();
    delete channel;
    QCOMPARE(channels, 0);
}

void TestLifetime::theServerMayDieInAHandler()
{
    Ends ends;
    ends.server->expose("die", [&] { ends.server.reset(); });
    const QFuture<void> died = ends.client->call("die");
    const QFuture<int> behind = ends.client->call<int>("echo", 1);
    QCOMPARE(errorOf(died).code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(errorOf(behind).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(!ends.server);
}

void TestLifetime::theClientMayDieInAHandler()
{
    Ends ends;
    ends.client->expose("die", [&] { ends.client.reset(); });
    QVERIFY(waitUntil([&] { return !ends.server->channels().isEmpty(); }));
    QSignalSpy gone(ends.server.get(), &Server::clientDisconnected);
    const QFuture<void> died = ends.server->channels().constFirst()->call("die");
    QCOMPARE(errorOf(died).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return gone.size() == 1; }));
    QVERIFY(!ends.client);
}

void TestLifetime::theClientMayDieInACallback()
{
    Ends ends;
    QObject receiver;
    bool answered = false;
    ends.client->method("echo")
        .onReply(&receiver,
                 [&](int) {
                     answered = true;
                     ends.client.reset();
                 })
        .call(1);
    const QFuture<int> behind = ends.client->call<int>("echo", 2);
    QVERIFY(waitUntil([&] { return answered; }));
    QVERIFY(!ends.client);
    QVERIFY(behind.isFinished());
}

void TestLifetime::theServerMayDieInACallback()
{
    Ends ends;
    ends.client->expose("echo", [](int value) { return value; });
    QVERIFY(waitUntil([&] { return !ends.server->channels().isEmpty(); }));
    bool answered = false;
    ends.server->channels()
        .constFirst()
        ->method("echo")
        .onReply(this,
                 [&](int) {
                     answered = true;
                     ends.server.reset();
                 })
        .call(1);
    QVERIFY(waitUntil([&] { return answered; }));
    QVERIFY(waitUntil([&] { return !ends.client->isConnected(); }));
}

void TestLifetime::theClientMayDieInAContinuation()
{
    Ends ends;
    bool continued = false;
    const QFuture<void> chain = ends.client->call<int>("echo", 1).then([&](int) {
        continued = true;
        ends.client.reset();
    });
    const QFuture<int> behind = ends.client->call<int>("echo", 2);
    QVERIFY(waitFor(chain));
    QVERIFY(continued);
    QVERIFY(behind.isFinished());
}

void TestLifetime::theClientMayDieWhenItConnects()
{
    Ends ends;
    const QFuture<int> call = ends.client->call<int>("silence");
    QObject::connect(ends.client.get(), &Channel::connected, this, [&] { ends.client.reset(); });
    QVERIFY(waitUntil([&] { return !ends.client; }));
    QVERIFY(call.isFinished());
    const ErrorCode code = errorOf(call).code();
    QVERIFY(code == ErrorCode::OutcomeUnknown || code == ErrorCode::NeverSent);
}

void TestLifetime::theClientMayDieWhenItDisconnects()
{
    Ends ends;
    const QFuture<int> call = ends.client->call<int>("silence");
    QVERIFY(waitUntil([&] { return ends.called == 1; }));
    QObject::connect(ends.client.get(), &Channel::disconnected, this, [&] { ends.client.reset(); });
    ends.server.reset();
    QVERIFY(waitUntil([&] { return !ends.client; }));
    QVERIFY(call.isFinished());
    QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
}

void TestLifetime::theServerMayDieWhenAClientConnects()
{
    Ends ends;
    QObject::connect(ends.server.get(), &Server::clientConnected, this, [&] { ends.server.reset(); });
    QSignalSpy disconnected(ends.client.get(), &Channel::disconnected);
    QVERIFY(waitUntil([&] { return !ends.server; }));
    QVERIFY(waitUntil([&] { return disconnected.size() == 1; }));
}

void TestLifetime::theServerMayDieWhenAClientDisconnects()
{
    Ends ends;
    QVERIFY(waitUntil([&] { return !ends.server->channels().isEmpty(); }));
    QObject::connect(ends.server.get(), &Server::clientDisconnected, this, [&] { ends.server.reset(); });
    ends.client.reset();
    QVERIFY(waitUntil([&] { return !ends.server; }));
}

QTEST_GUILESS_MAIN(TestLifetime)
#include "tst_lifetime.moc"
