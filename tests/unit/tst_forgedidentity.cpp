// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/entrance.h"
#include "transport/framemessage.h"
#include "transport/gatekeeper.h"
#include "transport/intake.h"

#include <QtTest/qtest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

using namespace heliograph;
using Type = LinkEvent::Type;

/// A peer that says of itself what only the gate may say. It speaks ZMTP by hand (rfc.zeromq.org/spec/23), as no socket of
/// ØMQ's would say it.
class TestForgedIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isNotBelievedOfWhoIsLetIn();
    void doesNotLetIn();
    void isNobodyWhereNobodyIsAsked();
    void isDroppedIfTheGateWasNotAsked_data();
    void isDroppedIfTheGateWasNotAsked();
};

namespace {

QByteArray property(const QByteArray &name, const QByteArray &value)
{
    return char(name.size()) + name + QByteArray(3, '\0') + char(value.size()) + value;
}

class Forger
{
public:
    Forger(const QString &endpoint, const QByteArray &user)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(endpoint.section(u':', -1).toUShort());
        if (::connect(m_descriptor, reinterpret_cast<sockaddr *>(&address), sizeof(address)) != 0)
            qFatal("%s", std::strerror(errno));
        QByteArray greeting("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL", 16);
        greeting.resize(64, '\0');
        write(greeting);
        const QByteArray ready = "\5READY" + property("Socket-Type", "DEALER") + property("Identity", "")
                                 + property("User-Id", user) + property("Peer-Address", "192.0.2.1");
        write(QByteArray("\x04", 1) + char(ready.size()) + ready);
    }
    ~Forger() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(Forger)

    /// Waits for the other end's greeting and its next command: "READY" or "ERROR".
    [[nodiscard]] QByteArray command() const
    {
        QByteArray bytes(64 + 8, '\0');
        if (::recv(m_descriptor, bytes.data(), std::size_t(bytes.size()), MSG_WAITALL) != bytes.size())
            return {};
        return bytes.mid(64 + 3, 5); // behind flags, size, and the size of the name
    }
    void send(const QByteArray &text) { write(QByteArray("\0", 1) + char(text.size()) + text); }

private:
    void write(const QByteArray &bytes)
    {
        if (::write(m_descriptor, bytes.constData(), std::size_t(bytes.size())) != bytes.size())
            qFatal("%s", std::strerror(errno));
    }

    const int m_descriptor;
};

} // namespace

void TestForgedIdentity::isNotBelievedOfWhoIsLetIn()
{
    Listening router(listening(gatekeeper(Mechanism::Null, letIn)));
    Forger forger(router.endpoint(), "admin");
    QCOMPARE(forger.command(), QByteArray("READY"));
    forger.send("hello");
    QVERIFY(runUntil([&] { return router.texts.size() == 1; }));
    QCOMPARE(router.identities.front()->user, QStringLiteral("somebody"));
    QCOMPARE(router.identities.front()->address, QStringLiteral("127.0.0.1"));
}

void TestForgedIdentity::doesNotLetIn()
{
    Listening router(listening(gatekeeper(Mechanism::Null, keepOut)));
    Forger forger(router.endpoint(), "admin");
    QCOMPARE(forger.command(), QByteArray("ERROR"));
    forger.send("hello");
    QVERIFY(router.waitFor(Type::ClientRefused));
    Forger second(router.endpoint(), "admin");
    QCOMPARE(second.command(), QByteArray("ERROR"));
    QCOMPARE(router.told.messages, 0);
}

void TestForgedIdentity::isNobodyWhereNobodyIsAsked()
{
    Listening router({});
    Forger forger(router.endpoint(), "admin");
    QCOMPARE(forger.command(), QByteArray("READY"));
    forger.send("hello");
    QVERIFY(runUntil([&] { return router.texts.size() == 1; }));
    QVERIFY(!router.identities.front());
}

void TestForgedIdentity::isDroppedIfTheGateWasNotAsked_data()
{
    QTest::addColumn<bool>("enforces");
    QTest::newRow("without security") << false;
    QTest::newRow("with an empty domain") << true;
}

/// Should a socket ever be bound without its security, or with half of it.
void TestForgedIdentity::isDroppedIfTheGateWasNotAsked()
{
    QFETCH(const bool, enforces);
    const auto context = Context::shared();
    zmq::socket_t router(context->handle(), zmq::socket_type::router);
    router.set(zmq::sockopt::linger, 0);
    const int on = enforces;
    QCOMPARE(zmq_setsockopt(router.handle(), 93, &on, sizeof(on)), 0); // ZMQ_ZAP_ENFORCE_DOMAIN
    router.bind("tcp://127.0.0.1:*");
    Intake intake(Socket::Role::Router);
    intake.setEntrance(
        std::make_shared<Entrance>("test", gatekeeper(Mechanism::Null, letIn), std::chrono::seconds(10)));
    int descriptor = -1;
    QByteArray why;
    intake.setDropHandler([&](std::optional<PeerId> peer, int fd, const char *reason) {
        descriptor = peer ? fd : -1;
        why = reason;
    });
    Forger forger(QString::fromStdString(router.get(zmq::sockopt::last_endpoint)), "admin");
    QCOMPARE(forger.command(), QByteArray("READY"));
    forger.send("hello");
    FrameMessage message;
    QTest::ignoreMessage(QtWarningMsg, "Dropping a message from \"127.0.0.1\": the peer has no pass");
    QTRY_VERIFY(intake.take(router, message) != Intake::Result::Taken && intake.dropped() == 1);
    QCOMPARE(why, QByteArray("the peer has no pass"));
    QVERIFY(descriptor >= 0);
    QVERIFY(!message.identity());
}

QTEST_GUILESS_MAIN(TestForgedIdentity)

#include "tst_forgedidentity.moc"
