// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "size.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qthread.h>

#include <atomic>
#include <memory>
#include <random>

using namespace heliograph;
using namespace std::chrono_literals;

/// Ends that are made, used and destroyed in any order, in several threads at once.
class TestShutdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyOrderIsSafe();
};

namespace {

/// One thread's part, from a seed that a failure can be repeated with.
class Stress
{
public:
    explicit Stress(quint32 seed) : m_random(seed) {}

    void run(int steps)
    {
        for (int i = 0; i < steps; ++i)
            step();
        destroy(m_client);
        destroy(m_server);
    }
    [[nodiscard]] qint64 longest() const { return m_longest; } // us, of a destruction

private:
    [[nodiscard]] quint32 below(quint32 end) { return quint32(m_random()) % end; }
    [[nodiscard]] QString anyEndpoint()
    {
        switch (below(3)) {
        case 0: return QStringLiteral("tcp://127.0.0.1:*");
        case 1: return u"ipc://" + m_folder.filePath(QString::number(below(3)));
        default: return u"inproc://" + m_folder.path() + QString::number(below(3));
        }
    }
    template <typename End>
    void destroy(std::unique_ptr<End> &end)
    {
        QElapsedTimer timer;
        timer.start();
        end.reset();
        m_longest = std::max(m_longest, timer.nsecsElapsed() / 1000);
    }
    void makeServer()
    {
        m_server = std::make_unique<Server>();
        m_server->expose("add", [](int a, int b) { return a + b; });
        QObject::connect(m_server.get(), &Server::clientConnected, m_server.get(),
                         [](Channel *channel) { channel->notify("hello"); });
        m_server->bind(anyEndpoint());
    }
    void makeClient()
    {
        m_client = std::make_unique<Client>(ClientOptions{.reconnectDelay = 1ms, .reconnectLimit = 5ms});
        m_client->expose("hello", [] {});
        const QStringList endpoints = m_server ? m_server->endpoints() : QStringList();
        m_client->connectToServer(endpoints.isEmpty() ? anyEndpoint().replace(u'*', u'1')
                                                      : endpoints.constFirst());
    }
    void step()
    {
        switch (below(10)) {
        case 0: destroy(m_server); return;
        case 1: destroy(m_client); return;
        case 2: makeServer(); return;
        case 3: makeClient(); return;
        case 4: m_server ? m_server->close(std::chrono::milliseconds(below(3))) : makeServer(); return;
        case 5: m_client ? m_client->close(std::chrono::milliseconds(below(3))) : makeClient(); return;
        case 6:
            for (int i = 0; m_client && i < 20; ++i)
                (void)m_client->call<int>("add", i, 1);
            return;
        case 7:
            if (m_client)
                m_client->notify("add", 1, QByteArray(int(below(300'000)), 'x'));
            return;
        default: QCoreApplication::processEvents(QEventLoop::AllEvents, int(below(4))); return;
        }
    }

    std::mt19937 m_random;
    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Client> m_client;
    qint64 m_longest = 0;
};

} // namespace

void TestShutdown::anyOrderIsSafe()
{
    QLoggingCategory::setFilterRules(QStringLiteral("heliograph.*=false")); // errors are the rule here
    const int steps = sizeOr(2000, 40'000);
    const quint32 seed = std::random_device()();
    qInfo("seed %u", seed);
    std::atomic<qint64> longest = 0;
    std::vector<std::unique_ptr<QThread>> threads;
    for (quint32 i = 0; i < 3; ++i) {
        threads.emplace_back(QThread::create([&, i] {
            Stress stress(seed + i);
            stress.run(steps);
            qint64 known = longest;
            while (known < stress.longest() && !longest.compare_exchange_weak(known, stress.longest())) {
            }
        }));
        threads.back()->start();
    }
    for (const std::unique_ptr<QThread> &thread : threads)
        QVERIFY(thread->wait(QDeadlineTimer(10min)));
    qInfo("the longest destruction took %lld us", longest.load());
}

QTEST_GUILESS_MAIN(TestShutdown)
#include "tst_shutdown.moc"
