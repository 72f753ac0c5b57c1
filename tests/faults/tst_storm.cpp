// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "opendescriptors.h"
#include "size.h"

#include <QtCore/qelapsedtimer.h>

#include <sys/resource.h>

#include <algorithm>
#include <deque>

using namespace heliograph;
using namespace std::chrono_literals;

/// Many clients at once, whose server is killed again and again.
class TestStorm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void allComeBack();
};

namespace {

const QString program = QStringLiteral(FAULT_CHILD);
constexpr rlim_t descriptorsOfAClient =
    6; // a socket, its monitor's two, a connection, and what comes and goes

rlim_t allowedDescriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

} // namespace

void TestStorm::initTestCase()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 20'000);
    ::setrlimit(RLIMIT_NOFILE, &limit); // the children's too
}

void TestStorm::allComeBack()
{
    const size_t count =
        std::min(sizeOr<rlim_t>(250, 1000), allowedDescriptors() / descriptorsOfAClient - 20);
    const int kills = sizeOr(4, 20);
    const Endpoint place;
    auto server = std::make_unique<Child>(program, QStringList{QStringLiteral("server"), place.text()});
    QVERIFY(server->isReady());
    const QString endpoint = server->endpoint();
    std::deque<Client> clients;
    for (size_t i = 0; i < count; ++i)
        QVERIFY(clients.emplace_back(ClientOptions{.reconnectLimit = 1s}).connectToServer(endpoint));
    const auto areAll = [&](bool connected) {
        return std::all_of(clients.begin(), clients.end(),
                           [connected](const Client &c) { return c.isConnected() == connected; });
    };
    QVERIFY(waitUntil([&] { return areAll(true); }));
    qsizetype descriptors = 0;
    qint64 longest = 0;
    for (int i = 0; i < kills; ++i) {
        QVERIFY(server->kill());
        QVERIFY(waitUntil([&] { return areAll(false); }));
        server = std::make_unique<Child>(program, QStringList{QStringLiteral("server"), endpoint});
        QVERIFY(server->isReady());
        QElapsedTimer timer;
        timer.start();
        QVERIFY(waitUntil([&] { return areAll(true); }));
        longest = std::max(longest, timer.elapsed());
        QVERIFY(waitUntil(
            [&] { return valueOf(clients.front().call<int>("channels")) == int(count); })); // no ghosts
        if (i == 0)
            descriptors = openDescriptors();
    }
    QVERIFY(waitUntil([&] { return openDescriptors() <= descriptors + 5; }));
    qInfo("%zu clients were back after %lld ms at most, %d times", count, longest, kills);
}

QTEST_GUILESS_MAIN(TestStorm)
#include "tst_storm.moc"
