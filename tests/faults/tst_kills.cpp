// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "child.h"
#include "opendescriptors.h"
#include "size.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qrandom.h>

#include <algorithm>
#include <deque>
#include <unordered_set>
#include <vector>

using namespace heliograph;
using namespace std::chrono_literals;

/// Processes that are killed at any moment: who is told, what calls end with, and what is left behind.
class TestKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports({"ipc", "tcp"}); }

    void aKilledClientIsTold();
    void callsRunAtMostOnce();
};

namespace {

const QString program = QStringLiteral(FAULT_CHILD);

/// Makes calls of "run" one after the other, so many at once, and notes how each ended.
class Runner
{
public:
    enum class End : quint8 { None, Answered, NeverSent, Unknown, Wrong };

    Runner(const QString &endpoint, int atOnce, std::vector<End> &ends)
        : m_client(ClientOptions{.reconnectDelay = 1ms, .reconnectLimit = 10ms}), m_ends(ends)
    {
        m_client.connectToServer(endpoint);
        for (int i = 0; i < atOnce; ++i)
            callNext();
    }
    void stop() { m_isStopped = true; }
    [[nodiscard]] bool isDone() const { return m_open == 0; }

private:
    void callNext()
    {
        if (m_isStopped)
            return;
        const qint64 number = qint64(m_ends.size());
        m_ends.push_back(End::None);
        ++m_open;
        m_client.method("run")
            .onReply(
                &m_client,
                [this, number](qint64 echo) { end(number, echo == number ? End::Answered : End::Wrong); },
                [this, number](const Error &error) { end(number, endOf(error)); })
            .call(number);
    }
    void end(qint64 number, End how)
    {
        End &known = m_ends[size_t(number)];
        known = known == End::None ? how : End::Wrong; // a call ends once
        --m_open;
        callNext();
    }
    static End endOf(const Error &error)
    {
        switch (error.code()) {
        case ErrorCode::NeverSent: return End::NeverSent;
        case ErrorCode::OutcomeUnknown: return End::Unknown;
        default: qWarning("%s", error.what()); return End::Wrong;
        }
    }

    Client m_client;
    std::vector<End> &m_ends; // by number
    int m_open = 0;
    bool m_isStopped = false;
};

} // namespace

void TestKills::aKilledClientIsTold()
{
    // Nothing but the end of the connection can tell: heartbeats of both kinds come too late.
    Connection steady({.heartbeat = {.interval = 0ms}, .linkTimeout = 1h});
    steady.server.expose("add", [](int a, int b) { return a + b; });
    QVERIFY(steady.isEstablished());
    const QString endpoint = steady.server.endpoints().constFirst();
    int connected = 0;
    int gone = 0;
    connect(&steady.server, &Server::clientConnected, this, [&] { ++connected; });
    connect(&steady.server, &Server::clientDisconnected, this, [&] { ++gone; });
    std::vector<qint64> delays; // us
    qsizetype descriptors = 0;
    const int rounds = sizeOr(8, 40);
    for (int round = 0; round < rounds; ++round) {
        std::deque<Child> children;
        for (int i = 0; i < 5; ++i)
            children.emplace_back(program, QStringList{QStringLiteral("client"), endpoint});
        // At any phase: while it starts, connects, greets, or has been connected.
        const int ready = QRandomGenerator::global()->bounded(6);
        QVERIFY(waitUntil([&] { return connected - 5 * round >= ready || ready == 5; }));
        QCOMPARE(valueOf(steady.client.call<int>("add", round, 2)), round + 2);
        for (Child &child : children) {
            const int before = gone;
            const bool isConnected = connected > gone && child.hasSaidReady();
            QElapsedTimer timer;
            timer.start();
            QVERIFY(child.kill());
            if (!isConnected)
                continue;
            QVERIFY(waitUntil([&] { return gone > before; }));
            delays.push_back(timer.nsecsElapsed() / 1000);
        }
        connected = 5 * (round + 1);
        QVERIFY(waitUntil([&] { return steady.server.channels().size() == 1; }));
        gone = connected;
        if (round == 0)
            descriptors = openDescriptors();
    }
    QVERIFY(steady.client.isConnected());
    QVERIFY(waitUntil([&] { return openDescriptors() <= descriptors; }));
    std::sort(delays.begin(), delays.end());
    if (!delays.empty())
        qInfo("%zu killed clients were told after %lld us (median), %lld us (99 %%)", delays.size(),
              delays[delays.size() / 2], delays[delays.size() * 99 / 100]);
}

void TestKills::callsRunAtMostOnce()
{
    const Endpoint place;
    const QTemporaryDir folder;
    const QString log = folder.filePath(QStringLiteral("log"));
    auto server = std::make_unique<Child>(
        program, QStringList{QStringLiteral("server"), place.text(), QStringLiteral("--log"), log});
    QVERIFY(server->isReady());
    const QString endpoint = server->endpoint();
    const size_t least = sizeOr(50'000, 500'000); // for each of two transports
    std::vector<Runner::End> ends;
    std::deque<Runner> runners;
    for (int i = 0; i < 20; ++i)
        runners.emplace_back(endpoint, 50, ends);
    int kills = 0;
    while (ends.size() < least) {
        const size_t next = ends.size() + 200 + QRandomGenerator::global()->bounded(800U);
        QVERIFY(waitUntil([&] { return ends.size() >= next; }));
        QVERIFY(server->kill());
        ++kills;
        server = std::make_unique<Child>(
            program, QStringList{QStringLiteral("server"), endpoint, QStringLiteral("--log"), log});
        QVERIFY(server->isReady());
    }
    for (Runner &runner : runners)
        runner.stop();
    QVERIFY(waitUntil([&] {
        return std::all_of(runners.begin(), runners.end(),
                           [](const Runner &runner) { return runner.isDone(); });
    }));

    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const auto *numbers = reinterpret_cast<const qint64 *>(bytes.constData());
    const size_t count = size_t(bytes.size()) / sizeof(qint64);
    const std::unordered_set<qint64> ran(numbers, numbers + count);
    QCOMPARE(ran.size(), count); // none ran twice
    std::array<int, 5> totals{};
    for (size_t number = 0; number < ends.size(); ++number) {
        const Runner::End end = ends[number];
        ++totals[size_t(end)];
        QVERIFY(end != Runner::End::None && end != Runner::End::Wrong);
        if (end != Runner::End::Unknown)
            QCOMPARE(ran.contains(qint64(number)), end == Runner::End::Answered);
    }
    qInfo("%zu calls, %d kills: %d answered, %d never sent, %d of unknown outcome", ends.size(), kills,
          totals[size_t(Runner::End::Answered)], totals[size_t(Runner::End::NeverSent)],
          totals[size_t(Runner::End::Unknown)]);
}

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
