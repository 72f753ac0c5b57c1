// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtTest/qsignalspy.h>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

using namespace heliograph;
using namespace std::chrono_literals;

/// A network that is gone for a while, in a network namespace of the test's own.
class TestPartition : public QObject
{
    Q_OBJECT

public:
    /// Tests nothing if there is an \a obstacle.
    explicit TestPartition(const QString &obstacle) : m_obstacle(obstacle) {}

private Q_SLOTS:
    void init();

    void bothEndsTellTheLossAndComeBack();
    void manyClientsComeBack();
    void anAttemptThatMeetsNoNetworkIsRepeated();

private:
    const QString m_obstacle;
};

namespace {

/// Takes the network up or down. Empty, or why that cannot be done.
QString setNetwork(bool isUp)
{
    const int place = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    bool isDone = place >= 0 && ::ioctl(place, SIOCGIFFLAGS, &request) == 0;
    if (isDone) {
        request.ifr_flags = short(isUp ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
        isDone = ::ioctl(place, SIOCSIFFLAGS, &request) == 0;
    }
    const int reason = errno;
    if (place >= 0)
        ::close(place);
    if (isDone)
        return {};
    return QStringLiteral("The network cannot be taken up or down: %1.")
        .arg(QString::fromLocal8Bit(std::strerror(reason)));
}

/// Leaves the machine's network for one of this process alone. Empty, or why that cannot be done. Before there are threads.
QString enterOwnNetwork()
{
    // Who is not root may do it as the root of a user namespace.
    if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return QStringLiteral("There is no network namespace for this process: %1.")
            .arg(QString::fromLocal8Bit(std::strerror(errno)));
    return setNetwork(true);
}

/// A server that adds, and notices a dead link soon.
struct Host
{
    Host()
    {
        server.expose("add", [](int a, int b) { return a + b; });
        if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
            qFatal("%s", server.error().what());
    }
    [[nodiscard]] QString endpoint() const { return server.endpoints().constFirst(); }

    Server server{ServerOptions{.linkTimeout = 500ms}};
    QSignalSpy lost{&server, &Server::clientDisconnected};
};

/// A client that notices a dead link soon, and comes back soon.
struct Guest
{
    explicit Guest(const Host &host)
    {
        if (!client.connectToServer(host.endpoint()))
            qFatal("%s", client.error().what());
    }

    Client client{ClientOptions{.linkTimeout = 500ms, .reconnectDelay = 5ms, .reconnectLimit = 50ms}};
    QSignalSpy lost{&client, &Channel::disconnected};
    QSignalSpy attempts{&client, &Client::reconnecting};
};

} // namespace

void TestPartition::init()
{
    if (!m_obstacle.isEmpty())
        QSKIP(qPrintable(m_obstacle));
    QCOMPARE(setNetwork(true), QString()); // a test that failed may have left it down
}

void TestPartition::bothEndsTellTheLossAndComeBack()
{
    Host host;
    Guest guest(host);
    QCOMPARE(valueOf(guest.client.call<int>("add", 1, 2)), 3);
    guest.client.expose("add", [](int a, int b) { return a + b; });
    Channel *const peer = host.server.channels().constFirst();

    QCOMPARE(setNetwork(false), QString());
    const QFuture<int> call = guest.client.call<int>("add", 3, 4);
    const QFuture<int> callBack = peer->call<int>("add", 5, 6);
    QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
    QCOMPARE(errorOf(callBack).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return guest.lost.size() == 1 && host.lost.size() == 1; }));
    QVERIFY(waitUntil([&] { return host.server.channels().isEmpty(); }));
    QVERIFY(!guest.client.isConnected());

    QCOMPARE(setNetwork(true), QString());
    QVERIFY(waitUntil([&] { return guest.client.isConnected(); }));
    QCOMPARE(valueOf(guest.client.call<int>("add", 7, 8)), 15);
    QCOMPARE(host.server.channels().size(), 1);
    QCOMPARE(guest.lost.size(), 1);
    QCOMPARE(host.lost.size(), 1);
}

void TestPartition::manyClientsComeBack()
{
    constexpr int count = 10;
    Host host;
    std::vector<std::unique_ptr<Guest>> guests;
    for (int i = 0; i < count; ++i)
        guests.push_back(std::make_unique<Guest>(host));
    for (const auto &guest : guests)
        QCOMPARE(valueOf(guest->client.call<int>("add", 1, 2)), 3);

    QCOMPARE(setNetwork(false), QString());
    std::vector<QFuture<int>> calls;
    for (const auto &guest : guests)
        calls.push_back(guest->client.call<int>("add", 3, 4));
    for (const QFuture<int> &call : calls)
        QCOMPARE(errorOf(call).code(), ErrorCode::OutcomeUnknown);
    QVERIFY(waitUntil([&] { return host.lost.size() == count && host.server.channels().isEmpty(); }));
    for (const auto &guest : guests)
        QCOMPARE(guest->lost.size(), 1);

    QCOMPARE(setNetwork(true), QString());
    for (const auto &guest : guests) {
        QVERIFY(waitUntil([&] { return guest->client.isConnected(); }));
        QCOMPARE(valueOf(guest->client.call<int>("add", 5, 6)), 11);
        QCOMPARE(guest->lost.size(), 1);
    }
    QCOMPARE(host.server.channels().size(), count);
    QCOMPARE(host.lost.size(), count);
}

void TestPartition::anAttemptThatMeetsNoNetworkIsRepeated()
{
    Host host;
    QCOMPARE(setNetwork(false), QString());
    Guest guest(host);
    const QFuture<int> waiting = guest.client.call<int>("add", 1, 2);
    QVERIFY(waitUntil([&] { return !guest.attempts.isEmpty(); })); // ØMQ waits 5 s for an answer
    QVERIFY(!waiting.isFinished());
    QCOMPARE(setNetwork(true), QString());
    QCOMPARE(valueOf(waiting), 3);
}

int main(int argc, char **argv)
{
    const QString obstacle = enterOwnNetwork();
    const QCoreApplication application(argc, argv);
    TestPartition test(obstacle);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_partition.moc"
