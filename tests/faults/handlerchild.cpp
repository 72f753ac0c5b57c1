// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qpointer.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthread.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <new>
#include <stdexcept>

// The other process of tst_badhandlers: handlerchild <endpoint>. Says "ready <endpoint>" as soon as it can be talked to, again
// when there is another server in the place of a deleted one, and what its handlers are about to do. What they do is
// below. It ends with 0 when it is asked to.

using namespace heliograph;

namespace {

void say(const char *word)
{
    std::printf("%s\n", word);
    std::fflush(stdout);
}

/// Blocks this thread until there is a line on standard input.
int block()
{
    say("blocks");
    char last = 0;
    while (last != '\n') {
        if (::read(STDIN_FILENO, &last, 1) != 1)
            ::_exit(1); // the test has died
    }
    return 1;
}

/// Throws an exception of a kind of choice.
int raise(const QString &kind)
{
    if (kind == u"int")
        throw 5;
    if (kind == u"text")
        throw "text";
    if (kind == u"memory")
        throw std::bad_alloc();
    if (kind == u"permission")
        throw Error(ErrorCode::NoPermission, QStringLiteral("not you"));
    if (kind == u"none")
        throw Error();
    throw std::runtime_error(kind.toStdString());
}

/// Its methods delete it.
class Mortal : public QObject
{
    Q_OBJECT
public:
    Mortal() { m_promise.start(); }
    Q_INVOKABLE int die(int value)
    {
        delete this;
        return value;
    }
    Q_INVOKABLE int dieInALoop(int value)
    {
        QEventLoop loop;
        QObject::connect(this, &QObject::destroyed, &loop, &QEventLoop::quit);
        QTimer::singleShot(0, this, [this] { delete this; });
        loop.exec();
        return value;
    }
    Q_INVOKABLE int dieThrowing(int value)
    {
        delete this;
        throw value;
    }
    /// Answers never.
    Q_INVOKABLE QFuture<int> silence() { return m_promise.future(); }

private:
    QPromise<int> m_promise;
};

/// Lives in another thread.
class Worker : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE int add(int a, int b) { return a + b; }
    Q_INVOKABLE int block() { return ::block(); }
    Q_INVOKABLE int raise(const QString &kind) { return ::raise(kind); }
    Q_INVOKABLE int quitThread()
    {
        thread()->quit();
        return 1;
    }
    Q_INVOKABLE int quitApplication()
    {
        QCoreApplication::quit();
        return 1;
    }
};

/// Takes its time to end, in which nothing that is posted to it is done any more.
class Thread : public QThread
{
    void run() override
    {
        exec();
        if (!isInterruptionRequested())
            block();
    }
};

/// A worker in a running thread, which, if it is \a mortal, dies with it.
struct Workshop
{
    explicit Workshop(bool mortal)
    {
        worker->moveToThread(&thread);
        if (mortal)
            QObject::connect(&thread, &QThread::finished, worker, &QObject::deleteLater);
        thread.start();
    }
    ~Workshop()
    {
        thread.requestInterruption();
        thread.quit();
        thread.wait();
        delete worker;
    }
    Q_DISABLE_COPY_MOVE(Workshop)

    Thread thread;
    QPointer<Worker> worker = new Worker;
};

/// The server, and what it serves.
class House : public QObject
{
    Q_OBJECT
public:
    explicit House(const QString &endpoint) : m_endpoint(endpoint)
    {
        m_silence.start();
        open();
    }
    ~House() override { delete m_mortal; }
    Q_DISABLE_COPY_MOVE(House)

private:
    void open();
    void exposeLoops();
    void exposeDeaths();

    QString m_endpoint;
    QPromise<int> m_silence;
    QThreadPool m_pool;
    Workshop m_mortalShop{true};
    Workshop m_shop{false};
    QPointer<Mortal> m_mortal;
    std::unique_ptr<Server> m_server;
    int m_loops = 0;

Q_SIGNALS:
    void left();
};

void House::open()
{
    // Nothing but what is asked of it may keep it going.
    m_server =
        std::make_unique<Server>(ServerOptions{.heartbeat = {.interval = std::chrono::milliseconds(0)}});
    m_server->expose("add", [](int a, int b) { return a + b; });
    m_server->expose("silence", [this] { return m_silence.future(); });
    m_server->expose("block", &block);
    m_server->expose("pool.block", &block, {.pool = &m_pool});
    m_server->expose("raise", &raise);
    m_server->expose("pool.raise", &raise, {.pool = &m_pool});
    m_server->expose("worker", m_shop.worker.data());
    m_server->expose("mortalWorker", m_mortalShop.worker.data());
    delete m_mortal;
    m_mortal = new Mortal;
    m_server->expose("mortal", m_mortal.data());
    m_server->expose("quit", [] {
        QCoreApplication::quit();
        return 1;
    });
    exposeLoops();
    exposeDeaths();
    if (!m_server->bind(m_endpoint))
        qFatal("%s", m_server->error().what());
    m_endpoint = m_server->endpoints().constFirst();
    std::printf("ready %s\n", qPrintable(m_endpoint));
    std::fflush(stdout);
}

/// "loop" runs an event loop until "leave" is called, and returns the how manieth it is.
void House::exposeLoops()
{
    const auto runLoop = [this] {
        const int depth = ++m_loops;
        QEventLoop loop;
        connect(this, &House::left, &loop, &QEventLoop::quit);
        say("loops");
        loop.exec();
        return depth;
    };
    m_server->expose("loop", runLoop);
    m_server->expose("leave", [this] {
        Q_EMIT left();
        return m_loops;
    });
}

void House::exposeDeaths()
{
    const auto die = [this] {
        QTimer::singleShot(0, this, [this] { open(); });
        m_server.reset();
        return 1;
    };
    m_server->expose("die", die);
    m_server->expose("dieThrowing", [die] {
        die();
        return raise(QStringLiteral("after all"));
    });
    m_server->expose("dieInALoop", [this, die] {
        QEventLoop loop;
        QTimer::singleShot(0, &loop, [&] {
            die();
            loop.quit();
        });
        loop.exec();
        return 1;
    });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    House house(QCoreApplication::arguments().value(1));
    return QCoreApplication::exec();
}

#include "handlerchild.moc"
