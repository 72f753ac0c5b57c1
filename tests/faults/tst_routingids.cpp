// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "rawconnection.h"

#include <heliograph/authenticate.h>

#include <zmq.hpp>

using namespace heliograph;
using namespace std::chrono_literals;

/// ØMQ lets a peer choose the id by which a server's socket knows it. Here nobody may.
class TestRoutingIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void whoChoosesOneIsCut_data();
    void whoChoosesOneIsCut();
    void whoTakesAnothersIsCut();
    void oneSuchAsZMQGivesTakesNothingFromOthers();
    void whoIsKnownMayNotEither();
};

namespace {

/// A server that adds, and whose strangers have 200 ms to greet.
struct Host
{
    explicit Host(const std::shared_ptr<Authenticator> &authenticator = {})
        : server(ServerOptions{.authenticator = authenticator, .limits = {.helloTime = 200ms}})
    {
        server.expose("add", [](int a, int b) { return a + b; });
        if (!server.bind(place.text()))
            qFatal("%s", server.error().what());
    }
    [[nodiscard]] QString endpoint() const { return server.endpoints().constFirst(); }
    [[nodiscard]] bool serves(const Credentials &credentials = {})
    {
        Client client(ClientOptions{.credentials = credentials});
        return client.connectToServer(endpoint()) && valueOf(client.call<int>("add", 1, 2)) == 3;
    }

    Endpoint place;
    Server server;
};

/// Tells when a socket's connection was cut after a handshake that succeeded.
class Fate : public zmq::monitor_t
{
public:
    explicit Fate(zmq::socket_t &socket)
    {
        init(socket, "inproc://fate", ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED);
    }
    [[nodiscard]] bool isCut()
    {
        while (check_event(0)) {
        }
        return m_isCut;
    }

private:
    void on_event_handshake_succeeded(const zmq_event_t &, const char *) override { m_wasLetIn = true; }
    void on_event_disconnected(const zmq_event_t &, const char *) override { m_isCut = m_wasLetIn; }

    bool m_wasLetIn = false;
    bool m_isCut = false;
};

} // namespace

void TestRoutingIds::whoChoosesOneIsCut_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("a word") << QByteArray("alice");
    QTest::newRow("a byte") << QByteArray("a");
    QTest::newRow("300 kB") << QByteArray(300'000, 'x');
}

void TestRoutingIds::whoChoosesOneIsCut()
{
    QFETCH(const QByteArray, id);
    Host host;
    RawConnection peer(host.endpoint());
    QVERIFY(peer.sayHello(id));
    QVERIFY(waitUntil([&] { return peer.isCut(); }));
    QVERIFY(host.server.channels().isEmpty());
    QVERIFY(host.serves());
}

/// Of two with the same id ØMQ hands over nothing of the second, and tells nobody.
void TestRoutingIds::whoTakesAnothersIsCut()
{
    Host host;
    RawConnection first(host.endpoint());
    first.greet("alice");
    QVERIFY(waitUntil([&] { return first.received().contains("READY"); }));
    RawConnection second(host.endpoint());
    QVERIFY(second.sayHello("alice"));
    QVERIFY(waitUntil([&] { return first.isCut() && second.isCut(); }));
    QVERIFY(host.server.channels().isEmpty());
    QVERIFY(host.serves());
}

/// ØMQ does not let this end see that such an id was chosen.
void TestRoutingIds::oneSuchAsZMQGivesTakesNothingFromOthers()
{
    const QByteArray number("\0\x12\x34\x56\x78", 5);
    Host host;
    RawConnection first(host.endpoint());
    QVERIFY(first.sayHello(number));
    QVERIFY(waitUntil([&] { return host.server.channels().size() == 1; }));
    RawConnection second(host.endpoint());
    QVERIFY(second.sayHello(number));
    QVERIFY(waitUntil([&] { return second.isCut(); }));
    QVERIFY(!first.isCut());
    QVERIFY(host.serves());
}

void TestRoutingIds::whoIsKnownMayNotEither()
{
    PasswordFile passwords;
    QVERIFY(!passwords.setPassword(QStringLiteral("ada"), QStringLiteral("countess of l")));
    Host host(authenticate::plain(passwords));
    zmq::context_t context;
    zmq::socket_t known(context, zmq::socket_type::dealer);
    known.set(zmq::sockopt::linger, 0);
    known.set(zmq::sockopt::routing_id, "alice");
    known.set(zmq::sockopt::plain_username, "ada");
    known.set(zmq::sockopt::plain_password, "countess of l");
    Fate fate(known);
    known.connect(host.endpoint().toStdString());
    const QByteArray hello = RawConnection::hello();
    known.send(zmq::buffer(hello.constData(), size_t(hello.size())));
    QVERIFY(waitUntil([&] { return fate.isCut(); }));
    QVERIFY(host.server.channels().isEmpty());
    QVERIFY(host.serves(Credentials::plain(QStringLiteral("ada"), QStringLiteral("countess of l"))));
}

QTEST_GUILESS_MAIN(TestRoutingIds)
#include "tst_routingids.moc"
