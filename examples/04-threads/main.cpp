// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/callcontext.h>
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>

// Handlers in other threads, calls from other threads, and a long search that notices when nobody waits any more.

using namespace heliograph;
using namespace std::chrono_literals;

class Counter : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE int next() { return ++m_value; } // only ever runs in the object's thread: needs no lock

private:
    int m_value = 0;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    QThreadPool pool;
    QThread thread;
    auto *counter = new Counter;
    counter->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, counter, &QObject::deleteLater);
    thread.start();

    Server server;
    server.expose("counter", counter);
    server.expose("search",
                  [] {
                      const CallContext context = CallContext::current();
                      int looked = 0;
                      while (!context.isCanceled() && context.remainingTime() > 0ms)
                          ++looked;
                      qInfo() << "the search was given up, after" << looked << "looks";
                      QCoreApplication::exit(0);
                      return looked;
                  },
                  {.pool = &pool});
    if (!server.bind(QStringLiteral("inproc://threads")))
        qFatal("%s", server.error().what());

    Client client;
    client.connectToServer(server.endpoints().constFirst());
    QFuture<int> search = client.call<int>("search");

    // A thread that may wait, since the answers arrive in another one.
    const RemoteMethod next = client.method("counter.next");
    const std::unique_ptr<QThread> caller(QThread::create([next, search]() mutable {
        int last = 0;
        for (int i = 0; i < 1000; ++i)
            last = next.call<int>().result();
        qInfo() << "counted to" << last << "while the search went on";
        search.cancel(); // tells the server
    }));
    caller->start();

    const int code = QCoreApplication::exec();
    caller->wait();
    pool.waitForDone();
    thread.quit();
    thread.wait();
    return code;
}

#include "main.moc"
