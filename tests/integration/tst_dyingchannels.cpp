// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remote.h"
#include "thermostat.h"

#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Clients that are destroyed by what they tell.
class TestDyingChannels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void byTheErrorOfAPendingCall();
    void byTheErrorOfAnExpiredCall();
    void byTheErrorOfACallThatIsTooLarge();
    void byASignalThatDoesNotFit_data();
    void byASignalThatDoesNotFit();
    void byAnEventOfALongFrame();
    void byALostObject();
    void withTheirServerWhoeverTheirParentIs();
    void byTheErrorOfACallThatTheirPeersEndFailed();
    void withTheServerByTheErrorOfACall_data();
    void withTheServerByTheErrorOfACall();
    void inALoopOfTheErrorOfAnotherCall();
};

namespace {

/// Calls \a name with a callback for errors; counts how many there were.
void callFailing(Client &client, QObject *receiver, const char *name, const QByteArray &argument, int &errors,
                 const std::function<void()> &act)
{
    client.method(name)
        .onReply(
            receiver, [](int) {},
            [&errors, act](const Error &) {
                ++errors;
                act();
            })
        .call(argument);
}

/// The same without arguments, of "silence".
void callSilence(Channel *channel, QObject *receiver, const std::function<void()> &act)
{
    channel->method("silence")
        .onReply(
            receiver, [](int) {}, [act](const Error &) { act(); })
        .call();
}

/// A client that never answers.
struct Silent : Client
{
    Silent()
    {
        expose("silence", [this] {
            calls.emplace_back().start();
            return calls.back().future();
        });
    }

    std::deque<QPromise<int>> calls;
};

/// A server with such a client.
struct SilentPair
{
    [[nodiscard]] bool meet()
    {
        if (!server->bind(endpoint.text()) || !client.connectToServer(server->endpoints().constFirst())
            || !waitUntil([&] { return server->channels().size() == 1; }))
            return false;
        channel = server->channels().constFirst();
        return true;
    }

    const Endpoint endpoint;
    std::unique_ptr<Server> server = std::make_unique<Server>();
    Silent client;
    QPointer<Channel> channel; // the server's
};

} // namespace

void TestDyingChannels::byTheErrorOfAPendingCall()
{
    const Endpoint endpoint;
    Server server;
    QPromise<int> silence;
    silence.start();
    int arrived = 0;
    server.expose("silence", [&](const QByteArray &) {
        ++arrived;
        return silence.future();
    });
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    int errors = 0;
    for (int i = 0; i < 3; ++i)
        callFailing(*client, this, "silence", {}, errors, [&] { client.reset(); });
    QVERIFY(waitUntil([&] { return arrived == 3; }));
    server.close();
    QVERIFY(waitUntil([&] { return errors == 3; }));
    QVERIFY(!client);
}

void TestDyingChannels::byTheErrorOfAnExpiredCall()
{
    auto client = std::make_unique<Client>(ClientOptions{.callTimeout = 10ms});
    QVERIFY(client->connectToServer(Endpoint(QStringLiteral("ipc")).text()));
    int errors = 0;
    for (int i = 0; i < 3; ++i)
        callFailing(*client, this, "nothing", {}, errors, [&] { client.reset(); });
    QVERIFY(waitUntil([&] { return errors == 3; }));
}

void TestDyingChannels::byTheErrorOfACallThatIsTooLarge()
{
    const Endpoint endpoint;
    Server server(ServerOptions{.limits = {.maxPayload = 1000}});
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    int errors = 0;
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    callFailing(*client, this, "nothing", QByteArray(5000, 'x'), errors, [&] { client.reset(); });
    callFailing(*client, this, "nothing", {}, errors, [&] { client.reset(); });
    QVERIFY(waitUntil([&] { return errors == 2; }));
}

void TestDyingChannels::byASignalThatDoesNotFit_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("known already") << true;
    QTest::newRow("not known yet") << false;
}

void TestDyingChannels::byASignalThatDoesNotFit()
{
    QFETCH(bool, isKnown);
    const Endpoint endpoint;
    Server server;
    Thermostat thermostat;
    QVERIFY(server.expose("t", &thermostat));
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    Connected connected(*client);
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    if (isKnown) {
        client->connectSignal("t.ticked", this, [](int) {});
        QVERIFY(connected.wait());
    }
    QObject::connect(client.get(), &Channel::signalFailed, this, [&] { client.reset(); });
    client->connectSignal("t.ticked", this, [](int, int) {});
    if (client)
        client->connectSignal("t.ticked", this, [](int, int, int) {});
    QVERIFY(waitUntil([&] { return !client; }));
}

void TestDyingChannels::byAnEventOfALongFrame()
{
    const Endpoint endpoint;
    Server server;
    Thermostat thermostat;
    QVERIFY(server.expose("t", &thermostat));
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    Connected connected(*client);
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    client->connectSignal("t.ticked", this, [&](int number) {
        const QDeadlineTimer busy(1ms);
        while (!busy.hasExpired()) {
        }
        if (number == 20) // several turns later
            client.reset();
    });
    QVERIFY(connected.wait());
    thermostat.flood(100);
    QVERIFY(waitUntil([&] { return !client; }));
}

void TestDyingChannels::byALostObject()
{
    const Endpoint endpoint;
    Server server;
    Thermostat thermostat;
    QVERIFY(server.expose("t", &thermostat));
    QVERIFY(server.bind(endpoint.text()));
    auto client = std::make_unique<Client>();
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    RemoteObject one(client.get(), "t");
    RemoteObject two(client.get(), "t");
    QVERIFY(waitForState(one, RemoteObject::State::Ready));
    const auto reset = [&] { client.reset(); };
    QObject::connect(&one, &RemoteObject::stateChanged, this, reset);
    QObject::connect(&two, &RemoteObject::stateChanged, this, reset);
    server.close();
    QVERIFY(waitUntil([&] { return !client; }));
    QCOMPARE(one.state(), RemoteObject::State::Lost);
    QCOMPARE(two.state(), RemoteObject::State::Lost);
}

void TestDyingChannels::withTheirServerWhoeverTheirParentIs()
{
    const Endpoint endpoint;
    QObject parent;
    auto server = std::make_unique<Server>();
    QVERIFY(server->bind(endpoint.text()));
    Client client;
    QVERIFY(client.connectToServer(server->endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return server->channels().size() == 1; }));
    const QPointer<Channel> channel = server->channels().constFirst();
    channel->setParent(&parent);
    server->close(10s);
    QVERIFY(waitUntil([&] { return !client.isConnected(); })); // also this one was told
    QVERIFY(server->bind(endpoint.text()));
    QVERIFY(client.connectToServer(server->endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return server->channels().size() == 1; }));
    const QPointer<Channel> next = server->channels().constFirst();
    next->setParent(&parent);
    server.reset();
    QVERIFY(!channel && !next);
}

void TestDyingChannels::byTheErrorOfACallThatTheirPeersEndFailed()
{
    SilentPair pair;
    QVERIFY(pair.meet());
    callSilence(pair.channel, this, [&] { delete pair.channel; });
    QVERIFY(waitUntil([&] { return pair.client.calls.size() == 1; }));
    pair.client.close(); // says goodbye, and then its connection goes
    QVERIFY(waitUntil([&] { return !pair.channel; }));
    Client other;
    QVERIFY(other.connectToServer(pair.server->endpoints().constFirst()));
    QVERIFY(waitUntil([&] { return pair.server->channels().size() == 1; }));
}

void TestDyingChannels::withTheServerByTheErrorOfACall_data()
{
    QTest::addColumn<bool>("isDeleted");
    QTest::addColumn<bool>("byDestruction");
    QTest::newRow("the channel is closed, the server too") << false << false;
    QTest::newRow("the channel is closed, the server deleted") << true << false;
    QTest::newRow("the channel is deleted, the server closed") << false << true;
    QTest::newRow("both are deleted") << true << true;
}

void TestDyingChannels::withTheServerByTheErrorOfACall()
{
    QFETCH(const bool, isDeleted);
    QFETCH(const bool, byDestruction);
    SilentPair pair;
    QVERIFY(pair.meet());
    bool isTold = false;
    callSilence(pair.channel, this, [&] {
        isTold = true;
        if (isDeleted)
            pair.server.reset();
        else
            pair.server->close();
    });
    QVERIFY(waitUntil([&] { return pair.client.calls.size() == 1; }));
    if (byDestruction)
        delete pair.channel;
    else
        pair.channel->close();
    QVERIFY(isTold);
    QVERIFY(waitUntil([&] { return !pair.channel && !pair.client.isConnected(); }));
}

void TestDyingChannels::inALoopOfTheErrorOfAnotherCall()
{
    const Endpoint endpoint;
    Server server;
    QVERIFY(server.bind(endpoint.text()));
    QPromise<int> silence;
    silence.start();
    int arrived = 0;
    server.expose("silence", [&] {
        ++arrived;
        return silence.future();
    });
    auto client = std::make_unique<Client>();
    QVERIFY(client->connectToServer(server.endpoints().constFirst()));
    int errors = 0;
    for (int i = 0; i < 4; ++i) {
        callSilence(client.get(), this, [&] {
            const int number = ++errors;
            if (number == 1)
                QVERIFY(waitUntil([&] { return errors == 4; }));
            else if (number == 2)
                client.reset();
        });
    }
    QVERIFY(waitUntil([&] { return arrived == 4; }));
    server.close();
    QVERIFY(waitUntil([&] { return errors == 4; }));
    QVERIFY(!client);
}

QTEST_GUILESS_MAIN(TestDyingChannels)
#include "moc_thermostat.cpp"
#include "tst_dyingchannels.moc"
