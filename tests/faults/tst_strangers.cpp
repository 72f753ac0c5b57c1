// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "rawconnection.h"
#include "serverthread.h"

#include <QtTest/qsignalspy.h>

#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// What connections may cost that have no session, and what becomes of those that break the rules.
class TestStrangers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void whoSaysNothingIsCut();
    void whoShakesHandsOnlyIsCut();
    void theOldestAreCutFirst();
    void strangersAreCutWhileTheThreadIsBusy();
    void aBusyThreadCutsNobodyWhoGreeted();
    void sessionsAreLimited();
    void whoSendsTwoFramesIsCut();
    void whoSpeaksOldZmtpIsCut();
    void whoSpeaksOldZmtpBesideInprocIsLetGo();
    void theThirdMalformedFrameCuts();
    void framesWithoutEndAreCut_data();
    void framesWithoutEndAreCut();
    void whoIsThrownOutIsNotHeardAgain();
    void aFullQueueMayBeCut_data();
    void aFullQueueMayBeCut();
    void whatADeadPeerSaidHarmsNobody_data();
    void whatADeadPeerSaidHarmsNobody();
    void whoComesAndGoesHarmsNobody();
};

namespace {

/// A server whose strangers have \a helloTime, and which adds.
struct Host
{
    explicit Host(ServerOptions options) : server(options)
    {
        server.expose("add", [](int a, int b) { return a + b; });
        if (!server.bind(place.text()))
            qFatal("%s", server.error().what());
    }
    [[nodiscard]] QString endpoint() const { return server.endpoints().constFirst(); }
    [[nodiscard]] bool serves()
    {
        Client client;
        return client.connectToServer(endpoint()) && valueOf(client.call<int>("add", 1, 2)) == 3;
    }

    Endpoint place;
    Server server;
};

ServerOptions withHelloTime(std::chrono::milliseconds time)
{
    return {.limits = {.helloTime = time}};
}

} // namespace

void TestStrangers::whoSaysNothingIsCut()
{
    Host host(withHelloTime(100ms));
    RawConnection silent(host.endpoint());
    RawConnection http(host.endpoint());
    RawConnection half(host.endpoint());
    http.send("GET / HTTP/1.1\r\n\r\n");
    half.send(QByteArray("\xff\0\0\0\0", 5));
    Client client;
    QVERIFY(client.connectToServer(host.endpoint()));
    QVERIFY(waitUntil([&] { return silent.isCut() && http.isCut() && half.isCut(); }));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    QVERIFY(client.isConnected());
}

void TestStrangers::whoShakesHandsOnlyIsCut()
{
    Host host(withHelloTime(100ms));
    RawConnection stranger(host.endpoint());
    stranger.greet();
    QVERIFY(waitUntil([&] { return stranger.isCut(); }));
    QVERIFY(stranger.received().contains("READY"));
}

void TestStrangers::theOldestAreCutFirst()
{
    Host host({.limits = {.halfOpen = 4, .helloTime = 1h}});
    std::deque<RawConnection> strangers;
    for (int i = 0; i < 10; ++i)
        strangers.emplace_back(host.endpoint());
    QVERIFY(waitUntil([&] {
        return std::all_of(strangers.begin(), strangers.begin() + 6,
                           [](RawConnection &stranger) { return stranger.isCut(); });
    }));
    QVERIFY(host.serves()); // who greets needs a place only until then
    QVERIFY(std::none_of(strangers.begin() + 7, strangers.end(),
                         [](RawConnection &stranger) { return stranger.isCut(); }));
}

void TestStrangers::strangersAreCutWhileTheThreadIsBusy()
{
    ServerThread thread({.limits = {.halfOpen = 8, .helloTime = 1h}});
    thread.run([&] { thread.server->expose("add", [](int a, int b) { return a + b; }); });
    thread.hang();
    std::deque<RawConnection> strangers;
    for (int i = 0; i < 100; ++i)
        strangers.emplace_back(thread.endpoint());
    QVERIFY(waitUntil([&] {
        return std::all_of(strangers.begin(), strangers.begin() + 92,
                           [](RawConnection &stranger) { return stranger.isCut(); });
    }));
    thread.goOn();
    Client client;
    QVERIFY(client.connectToServer(thread.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
}

void TestStrangers::aBusyThreadCutsNobodyWhoGreeted()
{
    ServerThread thread(withHelloTime(100ms));
    thread.hang();
    RawConnection early(thread.endpoint());
    QVERIFY(early.sayHello());
    QTest::qWait(300); // in which the hello time passes; it has no part in the verdict
    QVERIFY(!early.isCut());
    thread.goOn();
    QVERIFY(waitUntil([&] { return early.received().contains("\x9a\x02") || early.isCut(); })); // WELCOME
    RawConnection late(thread.endpoint());
    QVERIFY(waitUntil([&] { return late.isCut(); }));
    QVERIFY(!early.isCut());
}

void TestStrangers::sessionsAreLimited()
{
    Host host({.limits = {.sessions = 2}});
    auto first = std::make_unique<Client>();
    Client second;
    Client third(ClientOptions{.reconnectDelay = 5ms, .reconnectLimit = 20ms});
    QVERIFY(first->connectToServer(host.endpoint()) && second.connectToServer(host.endpoint()));
    QVERIFY(waitUntil([&] { return first->isConnected() && second.isConnected(); }));
    QSignalSpy attempts(&third, &Client::reconnecting);
    QVERIFY(third.connectToServer(host.endpoint()));
    QVERIFY(waitUntil([&] { return attempts.size() >= 3; }));
    QVERIFY(!third.isConnected());
    QCOMPARE(host.server.channels().size(), 2);
    first.reset();
    QVERIFY(waitUntil([&] { return third.isConnected(); }));
    QVERIFY(second.isConnected());
}

void TestStrangers::whoSendsTwoFramesIsCut()
{
    Host host(withHelloTime(1h));
    RawConnection stranger(host.endpoint());
    stranger.greet();
    stranger.send(RawConnection::frame("a", RawConnection::More) + RawConnection::frame("b"));
    QVERIFY(waitUntil([&] { return stranger.isCut(); }));
    RawConnection peer(host.endpoint());
    QVERIFY(peer.sayHello());
    QVERIFY(waitUntil([&] { return host.server.channels().size() == 1; }));
    QSignalSpy lost(host.server.channels().constFirst(), &Channel::disconnected);
    peer.send(RawConnection::frame("a", RawConnection::More) + RawConnection::frame("b"));
    QVERIFY(waitUntil([&] { return peer.isCut() && !lost.isEmpty(); }));
    QVERIFY(host.serves());
}

void TestStrangers::whoSpeaksOldZmtpIsCut()
{
    Host host(withHelloTime(100ms));
    RawConnection one(host.endpoint());
    one.send(QByteArray("\x01\0\x06\0hello", 9)); // ZMTP 1.0: no identity, one frame
    RawConnection two(host.endpoint());
    two.send(QByteArray("\xff\0\0\0\0\0\0\0\1\x7f\x01\x05\0\0\0\5hello", 21)); // ZMTP 2.0
    QVERIFY(waitUntil([&] { return one.isCut() && two.isCut(); }));
    QVERIFY(host.serves());
}

void TestStrangers::whoSpeaksOldZmtpBesideInprocIsLetGo()
{
    // ØMQ says nothing of where such a message came from, as of one over inproc.
    Host host({.heartbeat = {.interval = 0ms}});
    const Endpoint beside(QStringLiteral("inproc"));
    QVERIFY(host.server.bind(beside.text()));
    Client inside;
    QVERIFY(inside.connectToServer(beside.text()));
    QVERIFY(waitUntil([&] { return inside.isConnected() && host.server.channels().size() == 1; }));
    {
        RawConnection old(host.endpoint());
        old.send(QByteArray("\xff\0\0\0\0\0\0\0\1\x7f\x01\x05\0\0", 14) // ZMTP 2.0, no identity
                 + RawConnection::frame(RawConnection::hello()));
        QVERIFY(waitUntil([&] { return host.server.channels().size() == 2; }));
    }
    QVERIFY(waitUntil([&] { return host.server.channels().size() == 1; }));
    QVERIFY(inside.isConnected());
    QVERIFY(host.serves());
}

void TestStrangers::theThirdMalformedFrameCuts()
{
    Host host(withHelloTime(1h));
    RawConnection peer(host.endpoint());
    QVERIFY(peer.sayHello());
    QVERIFY(waitUntil([&] { return host.server.channels().size() == 1; }));
    for (int i = 0; i < 3; ++i)
        peer.send(RawConnection::frame("\xc1"));
    QVERIFY(waitUntil([&] { return peer.isCut(); }));
    QVERIFY(host.server.channels().isEmpty());
    QVERIFY(host.serves());
}

void TestStrangers::framesWithoutEndAreCut_data()
{
    QTest::addColumn<bool>("isGreeted");
    QTest::addColumn<QByteArray>("hello");
    QTest::newRow("before a greeting") << false << QByteArray();
    QTest::newRow("in a session") << true << RawConnection::hello();
    // It wants no heartbeats.
    QTest::newRow("by a quiet peer") << true
                                     << RawConnection::hello().replace("\xcd\x13\x88\xcd\x3a\x98",
                                                                       QByteArray("\0\0", 2));
}

void TestStrangers::framesWithoutEndAreCut()
{
    QFETCH_GLOBAL(const QString, transport);
    QFETCH(const bool, isGreeted);
    QFETCH(const QByteArray, hello);
    if (transport == u"ipc")
        QSKIP("The system counts no bytes of ipc connections, whose other ends are processes of the same "
              "user.");
    Host host({.limits = {.helloTime = 1h}, .heartbeat = {.interval = 100ms, .timeout = 10s}});
    RawConnection peer(host.endpoint());
    if (!isGreeted) {
        peer.greet();
    } else {
        QVERIFY(peer.sayHello({}, hello));
        QVERIFY(waitUntil([&] { return host.server.channels().size() == 1; }));
    }
    const QByteArray part = RawConnection::frame(QByteArray(64 * 1024, 'x'), RawConnection::More);
    QVERIFY(waitUntil([&] {
        for (int i = 0; i < 8 && !peer.isCut(); ++i)
            peer.send(part);
        return peer.isCut();
    }));
    QVERIFY(waitUntil([&] { return host.server.channels().isEmpty(); }));
    QVERIFY(host.serves());
}

void TestStrangers::whoIsThrownOutIsNotHeardAgain()
{
    Host host(withHelloTime(1h));
    int connected = 0;
    connect(&host.server, &Server::clientConnected, this, [&] { ++connected; });
    RawConnection peer(host.endpoint());
    QVERIFY(peer.sayHello());
    QVERIFY(waitUntil([&] { return connected == 1; }));
    for (int i = 0; i < 3; ++i)
        peer.send(RawConnection::frame("\xc1"));
    QVERIFY(waitUntil([&] { return host.server.channels().isEmpty(); }));
    QVERIFY(waitUntil([&] {
        peer.send(RawConnection::frame(RawConnection::hello()));
        return peer.isCut();
    }));
    QCOMPARE(connected, 1);
    QVERIFY(host.serves());
}

void TestStrangers::aFullQueueMayBeCut_data()
{
    QTest::addColumn<bool>("isCutHere");
    QTest::newRow("by the peer") << false;
    QTest::newRow("by the guard") << true;
}

void TestStrangers::aFullQueueMayBeCut()
{
    // ØMQ 4.3.4 ends the process when a connection breaks whose inbound queue is full.
    QFETCH(const bool, isCutHere);
    ServerThread thread({.limits = {.halfOpen = 1, .helloTime = 1h}, .linkTimeout = 500ms});
    thread.run([&] { thread.server->expose("add", [](int a, int b) { return a + b; }); });
    thread.hang();
    auto peer = std::make_unique<RawConnection>(thread.endpoint());
    QVERIFY(peer->sayHello());
    QByteArray frames;
    for (int i = 0; i < 5000; ++i)
        frames += RawConnection::frame("x");
    QVERIFY(peer->send(frames + RawConnection::frame(QByteArray("\4PING\0\0", 7), 0x04)));
    RawConnection next(thread.endpoint());
    if (isCutHere)
        QVERIFY(
            waitUntil([&] { return peer->isCut(); })); // as the older of two strangers, of whom one may stay
    else
        peer.reset();
    QTest::qWait(600); // some of ØMQ's own heartbeats, which find the process ended
    thread.goOn();
    Client client;
    QVERIFY(client.connectToServer(thread.endpoint()));
    QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
}

void TestStrangers::whatADeadPeerSaidHarmsNobody_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("a greeting") << RawConnection::frame(RawConnection::hello());
    QTest::newRow("a greeting and a goodbye")
        << RawConnection::frame(RawConnection::hello())
               + RawConnection::frame(QByteArray::fromHex("930318a3627965"));
    QTest::newRow("a message of two frames")
        << RawConnection::frame("one", RawConnection::More) + RawConnection::frame("two");
    QTest::newRow("three times nonsense")
        << RawConnection::frame(RawConnection::hello()) + RawConnection::frame("\xc1").repeated(3);
}

void TestStrangers::whatADeadPeerSaidHarmsNobody()
{
    // Their descriptors are used again by the time their messages are read.
    QFETCH(const QByteArray, message);
    ServerThread thread(withHelloTime(500ms));
    thread.run([&] { thread.server->expose("add", [](int a, int b) { return a + b; }); });
    thread.hang();
    for (int i = 0; i < 20; ++i) {
        RawConnection peer(thread.endpoint());
        peer.greet();
        QVERIFY(waitUntil([&] { return peer.received().contains("READY"); }));
        peer.send(message);
    }
    RawConnection next(thread.endpoint()); // with the descriptors of the last of them
    QVERIFY(next.sayHello());
    std::deque<Client> clients;
    int lost = 0;
    for (int i = 0; i < 20; ++i) {
        connect(&clients.emplace_back(), &Channel::disconnected, this, [&] { ++lost; });
        connect(&clients.back(), &Client::reconnecting, this, [&] { ++lost; });
        QVERIFY(clients.back().connectToServer(thread.endpoint()));
    }
    QTest::qWait(50); // for their connections to take the numbers
    thread.goOn();
    for (Client &client : clients)
        QCOMPARE(valueOf(client.call<int>("add", 1, 2)), 3);
    QTest::qWait(1200); // longer than anyone who is thrown out, or did not greet, may stay
    QVERIFY(!next.isCut());
    QCOMPARE(lost, 0);
}

void TestStrangers::whoComesAndGoesHarmsNobody()
{
    // Descriptors are used again at once, and each of these connections is to be cut should it stay after its session.
    Host host(withHelloTime(100ms));
    Client stays;
    QVERIFY(stays.connectToServer(host.endpoint()));
    QVERIFY(waitUntil([&] { return stays.isConnected(); }));
    QSignalSpy lost(&stays, &Channel::disconnected);
    std::deque<Client> others;
    const QDeadlineTimer end(1500ms); // longer than a connection may stay
    while (!end.hasExpired()) {
        others.emplace_back();
        QSignalSpy cut(&others.back(), &Channel::disconnected);
        QVERIFY(others.back().connectToServer(host.endpoint()));
        QCOMPARE(valueOf(others.back().call<int>("add", 1, 2)), 3);
        QVERIFY(cut.isEmpty());
        if (others.size() > 5)
            others.pop_front();
    }
    QVERIFY(lost.isEmpty());
    QCOMPARE(valueOf(stays.call<int>("add", 1, 2)), 3);
}

QTEST_GUILESS_MAIN(TestStrangers)
#include "tst_strangers.moc"
