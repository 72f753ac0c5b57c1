// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

#include <heliograph/callcontext.h>
#include <heliograph/exceptions.h>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthread.h>

#include <semaphore>
#include <stdexcept>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// An exception that both ends know.
class OutOfPaper : public std::runtime_error
{
public:
    explicit OutOfPaper(int tray) : std::runtime_error("out of paper"), m_tray(tray) {}
    [[nodiscard]] int tray() const { return m_tray; }

private:
    int m_tray;
};

bool isRegistered()
{
    static const bool done = registerException<OutOfPaper>(
        QStringLiteral("OutOfPaper"), [](const OutOfPaper &thrown) { return QVariant(thrown.tray()); },
        [](const QString &, const QVariant &details) { return OutOfPaper(details.toInt()); });
    return done;
}

/// A handler that never answers, and what it has seen.
struct Silence
{
    explicit Silence(Server &server)
    {
        promise.start();
        server.expose("silence", [this] {
            context = std::make_unique<CallContext>(CallContext::current());
            return promise.future();
        });
    }
    [[nodiscard]] bool isCalled() const { return context != nullptr; }

    QPromise<int> promise;
    std::unique_ptr<CallContext> context;
};

} // namespace

/// Its future ends, but with nothing in it.
class Absent : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE QFuture<int> number()
    {
        QPromise<int> promise;
        promise.start();
        promise.finish();
        return promise.future();
    }
};

class TestErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void whatAHandlerThrowsReachesTheCaller_data();
    void whatAHandlerThrowsReachesTheCaller();
    void aThrownErrorKeepsItsCodeAndDetails();
    void aRegisteredExceptionIsThrownAgain();
    void aRegisteredExceptionIsAnErrorToCallbacks();
    void anExceptionInTheHandlersFutureReachesTheCaller();
    void aFutureThatItsHandlerCancelsEndsTheCall();
    void aPromiseThatDiesEndsTheCall();
    void aFutureWithoutAResultEndsTheCall();
    void aCallTimesOut();
    void aCallWithoutASessionTimesOutUnsent();
    void aCallWithoutAPeerToExpectIsNeverSent();
    void aCanceledCallIsCanceledAtTheHandler();
    void anExpiredCallIsCanceledAtTheHandler();
};

void TestErrors::whatAHandlerThrowsReachesTheCaller_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("className");
    QTest::addColumn<QString>("message");
    QTest::newRow("std::exception") << QStringLiteral("std") << QStringLiteral("std::out_of_range")
                                    << QStringLiteral("no such place");
    QTest::newRow("QException") << QStringLiteral("qt") << QStringLiteral("QUnhandledException") << QString();
    QTest::newRow("int") << QStringLiteral("int") << QString() << QStringLiteral("unknown exception");
}

void TestErrors::whatAHandlerThrowsReachesTheCaller()
{
    QFETCH(QString, kind);
    QFETCH(QString, className);
    QFETCH(QString, message);
    Connection link;
    link.server.expose("fail", [](const QString &what) {
        if (what == u"std")
            throw std::out_of_range("no such place");
        if (what == u"qt")
            throw QUnhandledException();
        throw 5;
    });
    const Error error = errorOf(link.client.call("fail", kind));
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QCOMPARE(error.className(), className);
    if (!message.isEmpty())
        QCOMPARE(error.message(), message);
}

void TestErrors::aThrownErrorKeepsItsCodeAndDetails()
{
    Connection link;
    link.server.expose("refuse", [] { throw Error(ErrorCode::NoPermission, QStringLiteral("not you")); });
    link.server.expose("jam", [] { throw Error(QStringLiteral("Jam"), QStringLiteral("stuck"), 3); });
    const Error refused = errorOf(link.client.call("refuse"));
    QCOMPARE(refused.code(), ErrorCode::NoPermission);
    QCOMPARE(refused.message(), QStringLiteral("not you"));
    const Error jammed = errorOf(link.client.call("jam"));
    QCOMPARE(jammed.code(), ErrorCode::RemoteException);
    QCOMPARE(jammed.className(), QStringLiteral("Jam"));
    QCOMPARE(jammed.message(), QStringLiteral("stuck"));
    QCOMPARE(jammed.details().toInt(), 3);
}

void TestErrors::aRegisteredExceptionIsThrownAgain()
{
    QVERIFY(isRegistered());
    Connection link;
    link.server.expose("print", [] { throw OutOfPaper(2); });
    const QFuture<void> printed = link.client.call("print");
    int tray = 0;
    try {
        valueOf(printed);
    } catch (const OutOfPaper &thrown) {
        tray = thrown.tray();
    }
    QCOMPARE(tray, 2);
}

void TestErrors::aRegisteredExceptionIsAnErrorToCallbacks()
{
    QVERIFY(isRegistered());
    Connection link;
    link.server.expose("print", []() -> int { throw OutOfPaper(2); });
    QThread thread; // of the receiver, to which the answer goes by a future
    thread.start();
    QObject receiver;
    receiver.moveToThread(&thread);
    Error error;
    std::binary_semaphore isTold(0);
    link.client.method("print")
        .onReply(
            &receiver, [](int) {},
            [&](const Error &told) {
                error = told;
                isTold.release();
            })
        .call();
    QVERIFY(waitUntil([&] { return isTold.try_acquire(); }));
    thread.quit();
    thread.wait();
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QCOMPARE(error.className(), QStringLiteral("OutOfPaper"));
    QCOMPARE(error.details().toInt(), 2);
}

void TestErrors::anExceptionInTheHandlersFutureReachesTheCaller()
{
    Connection link;
    link.server.expose("later", [] {
        QPromise<int> promise;
        promise.start();
        promise.setException(std::make_exception_ptr(std::out_of_range("too far")));
        promise.finish();
        return promise.future();
    });
    const Error error = errorOf(link.client.call<int>("later"));
    QCOMPARE(error.className(), QStringLiteral("std::out_of_range"));
    QCOMPARE(error.message(), QStringLiteral("too far"));
}

void TestErrors::aFutureThatItsHandlerCancelsEndsTheCall()
{
    Connection link;
    Silence silence(link.server);
    const QFuture<int> answer = link.client.call<int>("silence");
    QVERIFY(waitUntil([&] { return silence.isCalled(); }));
    silence.promise.future().cancel();
    silence.promise.finish();
    const Error error = errorOf(answer);
    QCOMPARE(error.code(), ErrorCode::HandlerGone);
    QVERIFY2(error.message().contains(u"canceled its own future"), error.what());
}

void TestErrors::aPromiseThatDiesEndsTheCall()
{
    Connection link;
    link.server.expose("forget", [] {
        QPromise<int> promise;
        promise.start();
        return promise.future();
    });
    QCOMPARE(errorOf(link.client.call<int>("forget")).code(), ErrorCode::HandlerGone);
}

void TestErrors::aFutureWithoutAResultEndsTheCall()
{
    Connection link;
    Absent absent;
    link.server.expose("absent", &absent);
    link.server.expose("number", [&] { return absent.number(); });
    for (const char *name : {"absent.number", "number"}) {
        const Error error = errorOf(link.client.call<int>(name));
        QCOMPARE(error.code(), ErrorCode::HandlerGone);
        QVERIFY2(error.message().contains(u"finished without a result"), error.what());
    }
}

void TestErrors::aCallTimesOut()
{
    Connection link;
    Silence silence(link.server);
    link.server.expose("echo", [](int value) { return value; });
    QVERIFY(link.isEstablished());
    QElapsedTimer elapsed;
    elapsed.start();
    const Error error = errorOf(link.client.method("silence").withTimeout(60ms).call<int>());
    QVERIFY(elapsed.elapsed() >= 60); // how much later is up to the machine
    QCOMPARE(error.code(), ErrorCode::TimedOut);
    silence.promise.addResult(1); // too late: this answer meets nobody
    silence.promise.finish();
    QCOMPARE(valueOf(link.client.call<int>("echo", 2)), 2);
}

void TestErrors::aCallWithoutASessionTimesOutUnsent()
{
    const Endpoint endpoint;
    QString address;
    {
        Server reserving;
        QVERIFY(reserving.bind(endpoint.text()));
        address = reserving.endpoints().constFirst();
    }
    Client client;
    QVERIFY(client.connectToServer(address));
    const Error error = errorOf(client.method("add").withTimeout(30ms).call<int>(1, 2));
    QCOMPARE(error.code(), ErrorCode::NeverSent);
    QVERIFY(error.isSafeToRetry());
}

void TestErrors::aCallWithoutAPeerToExpectIsNeverSent()
{
    Client client;
    const QFuture<int> sum = client.call<int>("add", 1, 2);
    QVERIFY(sum.isFinished());
    QCOMPARE(errorOf(sum).code(), ErrorCode::NeverSent);
}

void TestErrors::aCanceledCallIsCanceledAtTheHandler()
{
    Connection link;
    Silence silence(link.server);
    QFuture<int> answer = link.client.call<int>("silence");
    QVERIFY(waitUntil([&] { return silence.isCalled(); }));
    QVERIFY(!silence.context->isCanceled());
    answer.cancel();
    QVERIFY(waitUntil([&] { return silence.context->isCanceled(); }));
    QVERIFY(waitUntil([&] { return silence.promise.isCanceled(); }));
    QVERIFY(waitFor(answer));
    QVERIFY(answer.isCanceled());
}

void TestErrors::anExpiredCallIsCanceledAtTheHandler()
{
    Connection link;
    Silence silence(link.server);
    QVERIFY(link.isEstablished());
    QFuture<int> answer;
    // On a machine that is busy a call may expire before its handler is called.
    std::chrono::milliseconds timeout = 50ms;
    while (!silence.isCalled()) {
        timeout *= 2;
        answer = link.client.method("silence").withTimeout(timeout).call<int>();
        QVERIFY(waitUntil([&] { return silence.isCalled() || answer.isFinished(); }));
    }
    QVERIFY(silence.context->remainingTime() <= timeout);
    QCOMPARE(errorOf(answer).code(), ErrorCode::TimedOut);
    QVERIFY(waitUntil([&] { return silence.promise.isCanceled(); }));
    QVERIFY(silence.context->isCanceled());
    // The handler's clock began when the call arrived, so that its deadline is a little later.
    QVERIFY(waitUntil([&] { return silence.context->remainingTime() == 0ms; }));
}

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
