// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/context.h"
#include "transport/guard.h"
#include "transport/monitor.h"
#include "transport/socket.h"

#include <QtTest/qtest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace heliograph;
using Role = Socket::Role;
using Type = LinkEvent::Type;

class TestGuard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsEventsWhileTheSocketsThreadIsBusy();
    void sinkIsSilentAfterRemove();
    void unknownKeysAreIgnored();
    void servesManyThreads();
    void contextEndsWithItsLastSocket();
};

void TestGuard::tellsEventsWhileTheSocketsThreadIsBusy()
{
    const auto context = Context::shared();
    Socket server(context, Role::Router);
    std::atomic<int> accepted = 0;
    std::atomic<bool> isOtherThread = false;
    const auto here = std::this_thread::get_id();
    const quint64 key = context->guard().add(server.openMonitor(), [&](const LinkEvent &event) {
        isOtherThread = std::this_thread::get_id() != here;
        if (event.type == Type::Accepted)
            ++accepted;
    });
    QVERIFY(!server.bind(QStringLiteral("tcp://127.0.0.1:*")));
    Socket client(context, Role::Dealer);
    QVERIFY(!client.connect(server.boundEndpoints().constFirst()));
    QDeadlineTimer deadline(30000);
    while (accepted == 0 && !deadline.hasExpired())
        std::this_thread::yield(); // busy: no event loop runs here
    QCOMPARE(accepted.load(), 1);
    QVERIFY(isOtherThread);
    context->guard().remove(key);
}

void TestGuard::sinkIsSilentAfterRemove()
{
    const auto context = Context::shared();
    Socket server(context, Role::Router);
    auto calls =
        std::make_unique<std::atomic<int>>(0); // freed below: a late call would be seen by a sanitizer
    const quint64 key =
        context->guard().add(server.openMonitor(), [calls = calls.get()](const LinkEvent &) { ++*calls; });
    QVERIFY(!server.bind(QStringLiteral("ipc://*")));
    std::vector<std::unique_ptr<Socket>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<Socket>(context, Role::Dealer));
        QVERIFY(!clients.back()->connect(server.boundEndpoints().constFirst()));
    }
    QTRY_VERIFY(*calls > 0);
    context->guard().remove(key);
    const int before = *calls;
    clients.clear();

    // The events of another socket come later than those that the first one must not tell.
    Socket second(context, Role::Dealer);
    std::atomic<bool> isTold = false;
    const quint64 secondKey =
        context->guard().add(second.openMonitor(), [&isTold](const LinkEvent &) { isTold = true; });
    QVERIFY(!second.connect(server.boundEndpoints().constFirst()));
    QTRY_VERIFY(isTold);
    context->guard().remove(secondKey);
    QCOMPARE(calls->load(), before);
}

void TestGuard::unknownKeysAreIgnored()
{
    const auto context = Context::shared();
    context->guard().remove(12345);
    Socket socket(context, Role::Router);
    const quint64 key = context->guard().add(socket.openMonitor(), [](const LinkEvent &) {});
    context->guard().remove(key);
    context->guard().remove(key);
    QVERIFY(key != 0);
}

void TestGuard::servesManyThreads()
{
    const auto context = Context::shared();
    std::atomic<int> connections = 0;
    const auto work = [&] {
        for (int i = 0; i < 100; ++i) {
            Socket server(context, Role::Router);
            std::atomic<bool> isAccepted = false;
            const quint64 key = context->guard().add(server.openMonitor(),
                                                     [&isAccepted](const LinkEvent &) { isAccepted = true; });
            Socket client(context, Role::Dealer);
            if (!server.bind(QStringLiteral("ipc://*"))
                && !client.connect(server.boundEndpoints().constFirst())) {
                const QDeadlineTimer deadline(30000);
                while (!isAccepted && !deadline.hasExpired())
                    std::this_thread::yield();
                connections += isAccepted ? 1 : 0;
            }
            context->guard().remove(key);
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(work);
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(connections.load(), 300);
}

void TestGuard::contextEndsWithItsLastSocket()
{
    std::weak_ptr<Context> context;
    {
        Socket first(Context::shared(), Role::Router);
        const Socket second(Context::shared(), Role::Dealer);
        context = Context::shared();
        const auto monitor = first.openMonitor();
        QVERIFY(!context.expired());
    }
    QVERIFY(context.expired());
    Socket next(Context::shared(), Role::Router);
    QVERIFY(!next.bind(QStringLiteral("tcp://127.0.0.1:*")));
}

QTEST_GUILESS_MAIN(TestGuard)

#include "tst_guard.moc"
