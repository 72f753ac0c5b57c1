// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/entrance.h"
#include "transport/gatekeeper.h"
#include "transport/visitors.h"

#include <QtTest/qtest.h>

#include <sys/socket.h>
#include <unistd.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Who comes with which pass, over connections that the test makes itself.
class TestVisitors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPeerIsKnownByItsPass();
    void nobodyHasAnothersPass();
    void whoIsGoneIsForgottenWhenAllIsRead();
    void whoStaysIsNotForgotten();
};

namespace {

struct Message : ReceivedMessage
{
    Message(PeerId id, int fd) : m_peer(id), m_descriptor(fd) {}
    [[nodiscard]] PeerId peer() const override { return m_peer; }
    [[nodiscard]] QByteArrayView bytes() const override { return {}; }
    [[nodiscard]] int descriptor() const override { return m_descriptor; }
    [[nodiscard]] QString address() const override { return {}; }
    [[nodiscard]] const std::shared_ptr<const Identity> &identity() const override { return m_identity; }

private:
    const PeerId m_peer;
    const int m_descriptor;
    const std::shared_ptr<const Identity> m_identity;
};

/// A descriptor of a connection.
class Connection
{
public:
    Connection()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends) != 0)
            qFatal("No connection.");
    }
    ~Connection()
    {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Connection)
    [[nodiscard]] int descriptor() const { return m_ends[0]; }

private:
    int m_ends[2];
};

struct Stage
{
    [[nodiscard]] std::string pass(const QString &user = {})
    {
        return entrance->passes().issue({.user = user}, Entrance::TimePoint::clock::now());
    }
    /// Lets in \a count over connections of their own, the first as \a first.
    void letIn(PeerId first, int count)
    {
        for (int i = 0; i < count; ++i) {
            connections.push_back(std::make_unique<Connection>());
            if (!visitors.identify(Message(first + PeerId(i), connections.back()->descriptor()),
                                   pass().c_str()))
                qFatal("A good pass is refused.");
        }
    }

    std::shared_ptr<Entrance> entrance =
        std::make_shared<Entrance>("test", gatekeeper(Mechanism::Null, ::letIn), 10s);
    Visitors visitors{entrance};
    std::vector<std::unique_ptr<Connection>> connections;
};

} // namespace

void TestVisitors::aPeerIsKnownByItsPass()
{
    Stage stage;
    const Connection connection;
    const Message message(1, connection.descriptor());
    QVERIFY(!stage.visitors.identify(message, nullptr));
    QVERIFY(!stage.visitors.identify(message, ""));
    QVERIFY(!stage.visitors.identify(message, "admin"));
    const std::string pass = stage.pass(QStringLiteral("alice"));
    const auto identity = stage.visitors.identify(message, pass.c_str());
    QVERIFY(identity);
    QCOMPARE(identity->user, QStringLiteral("alice"));
    QCOMPARE(stage.visitors.identify(message, pass.c_str()), identity);
    QVERIFY(stage.entrance->passes().isEmpty());
}

void TestVisitors::nobodyHasAnothersPass()
{
    Stage stage;
    const Connection connection;
    const std::string alices = stage.pass();
    const std::string bobs = stage.pass();
    QVERIFY(stage.visitors.identify(Message(1, connection.descriptor()), alices.c_str()));
    QVERIFY(!stage.visitors.identify(Message(1, connection.descriptor()), bobs.c_str()));
    QVERIFY(!stage.visitors.identify(Message(1, connection.descriptor()), nullptr));
    QVERIFY(!stage.visitors.identify(Message(2, connection.descriptor()), alices.c_str()));
    QVERIFY(stage.visitors.identify(Message(1, connection.descriptor()), alices.c_str()));
    QVERIFY(stage.visitors.identify(Message(2, connection.descriptor()), bobs.c_str()));
}

void TestVisitors::whoIsGoneIsForgottenWhenAllIsRead()
{
    Stage stage;
    const Connection stays;
    const std::string pass = stage.pass();
    QVERIFY(stage.visitors.identify(Message(1, stays.descriptor()), pass.c_str()));
    PeerId next = 2;
    for (int i = 0; i < 20; ++i) {
        stage.letIn(next, 100);
        next += 100;
        stage.connections.clear();
        QVERIFY(stage.visitors.size() > 100); // their last messages may be unread
        stage.visitors.noteAllRead();
        QVERIFY(stage.visitors.size() > 100); // those that came just before
        stage.visitors.noteAllRead();
        QCOMPARE(stage.visitors.size(), std::size_t(1));
    }
    QVERIFY(stage.visitors.identify(Message(1, stays.descriptor()), pass.c_str()));
}

void TestVisitors::whoStaysIsNotForgotten()
{
    Stage stage;
    stage.letIn(1, 200);
    for (int i = 0; i < 10; ++i)
        stage.visitors.noteAllRead();
    QCOMPARE(stage.visitors.size(), std::size_t(200));
}

QTEST_GUILESS_MAIN(TestVisitors)

#include "tst_visitors.moc"
