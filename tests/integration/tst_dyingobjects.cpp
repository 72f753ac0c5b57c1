// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <QtCore/qexception.h>
#include <QtCore/qpointer.h>
#include <QtCore/qthread.h>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// An exception of the application that nobody registered.
class OutOfPaper : public QException
{
public:
    void raise() const override { throw *this; }
    [[nodiscard]] OutOfPaper *clone() const override { return new OutOfPaper(*this); }
    [[nodiscard]] const char *what() const noexcept override { return "tray 2 is empty"; }
};

} // namespace

/// Deletes itself in various ways.
class Mortal : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE int die(int value)
    {
        delete this;
        return value;
    }
    Q_INVOKABLE QString dieLater(const QString &text)
    {
        deleteLater();
        return text;
    }
    /// Runs an event loop until \a this is gone.
    Q_INVOKABLE int waitForDeath()
    {
        const QPointer<Mortal> self(this);
        deleteLater();
        QEventLoop loop;
        QObject::connect(this, &QObject::destroyed, &loop, &QEventLoop::quit);
        QTimer::singleShot(0, this, [this] { delete this; });
        loop.exec();
        return self ? 1 : 0;
    }
    Q_INVOKABLE int print() { throw OutOfPaper(); }
    Q_INVOKABLE void dieThrowing()
    {
        delete this;
        throw OutOfPaper();
    }
};

class TestDyingObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void anObjectMayDieInItsOwnMethod_data();
    void anObjectMayDieInItsOwnMethod();
    void anObjectOfAnotherThreadMayDieInItsOwnMethod();
    void anObjectMayDieInTheEventLoopOfItsMethod();
    void theServerMayDieInAContinuation();
    void anUnregisteredExceptionKeepsItsName();
};

void TestDyingObjects::anObjectMayDieInItsOwnMethod_data()
{
    QTest::addColumn<bool>("throws");
    QTest::newRow("and return") << false;
    QTest::newRow("and throw") << true;
}

void TestDyingObjects::anObjectMayDieInItsOwnMethod()
{
    QFETCH(const bool, throws);
    Connection link;
    link.server.expose("echo", [](int value) { return value; });
    link.server.expose("mortal", new Mortal); // deletes itself
    if (throws)
        QCOMPARE(errorOf(link.client.call("mortal.dieThrowing")).code(), ErrorCode::RemoteException);
    else
        QCOMPARE(valueOf(link.client.call<int>("mortal.die", 7)), 7);
    QCOMPARE(errorOf(link.client.call<int>("mortal.die", 7)).code(), ErrorCode::UnknownName);
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1);
}

void TestDyingObjects::anObjectOfAnotherThreadMayDieInItsOwnMethod()
{
    Connection link;
    QThread thread;
    thread.start();
    auto *mortal = new Mortal; // deletes itself
    mortal->moveToThread(&thread);
    link.server.expose("mortal", mortal);
    QCOMPARE(valueOf(link.client.call<QString>("mortal.dieLater", QStringLiteral("bye"))),
             QStringLiteral("bye"));
    thread.quit();
    thread.wait();
    const ErrorCode code = errorOf(link.client.call<int>("mortal.die", 7)).code();
    QCOMPARE(code, ErrorCode::UnknownName);
}

void TestDyingObjects::anObjectMayDieInTheEventLoopOfItsMethod()
{
    Connection link;
    link.server.expose("echo", [](int value) { return value; });
    link.server.expose("mortal", new Mortal); // deletes itself
    QCOMPARE(valueOf(link.client.call<int>("mortal.waitForDeath")), 0);
    QCOMPARE(valueOf(link.client.call<int>("echo", 1)), 1);
}

void TestDyingObjects::theServerMayDieInAContinuation()
{
    const Endpoint endpoint;
    auto server = std::make_unique<Server>();
    server->expose("echo", [](int value) { return value; });
    QVERIFY(server->bind(endpoint.text()));
    Client client;
    QVERIFY(client.connectToServer(server->endpoints().constFirst()));
    const QFuture<int> gone = client.call<int>("echo", 1).then([&](int value) {
        server.reset();
        return value;
    });
    QCOMPARE(valueOf(gone), 1);
    QVERIFY(!server);
    QVERIFY(waitUntil([&] { return !client.isConnected(); }));
}

void TestDyingObjects::anUnregisteredExceptionKeepsItsName()
{
    Connection link;
    Mortal mortal;
    link.server.expose("mortal", &mortal);
    const Error error = errorOf(link.client.call<int>("mortal.print"));
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QVERIFY2(error.className().endsWith(u"OutOfPaper"), qPrintable(error.className()));
    QCOMPARE(error.message(), QStringLiteral("tray 2 is empty"));
}

QTEST_GUILESS_MAIN(TestDyingObjects)
#include "tst_dyingobjects.moc"
