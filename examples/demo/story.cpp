// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "story.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtimer.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <stdexcept>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 15s; // for what takes milliseconds, on a machine that is busy

void print(const QString &step, const QString &text)
{
    std::printf("%-22s %s\n", qPrintable(step), qPrintable(text));
    std::fflush(stdout);
}

void check(bool holds, const char *what)
{
    if (!holds)
        throw std::runtime_error(std::string("this should hold, but does not: ") + what);
}

// Runs the event loop until \a condition holds. An application with a window has no need of this: its event loop
// runs anyway, and futures have continuations.
void waitUntil(const std::function<bool()> &condition, const char *what)
{
    const QDeadlineTimer deadline(patience);
    QTimer wakeUp; // so that the deadline is looked at
    wakeUp.start(100ms);
    while (!condition()) {
        if (deadline.hasExpired())
            throw std::runtime_error(std::string("waited in vain for ") + what);
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

template <typename T>
T valueOf(const QFuture<T> &future)
{
    waitUntil([&] { return future.isFinished(); }, "an answer");
    QFuture<T>(future).waitForFinished(); // has finished: throws if the call failed
    if constexpr (!std::is_void_v<T>)
        return future.result();
}

template <typename T>
Error errorOf(const QFuture<T> &future)
{
    try {
        (void)valueOf(future);
    } catch (const Error &error) {
        return error;
    }
    throw std::runtime_error("a call worked that should have failed");
}

} // namespace

Story::Story()
    : m_endpoint(QStringLiteral("ipc://") + m_folder.filePath(QStringLiteral("thermostat"))),
      m_thermostat(&m_client, "thermostat")
{
    // Before there is a server: both are wishes, which are kept.
    QObject::connect(
        &m_thermostat, &RemoteObject::valueChanged, &m_client,
        [this](const QString &, const QVariant &value) { m_temperatures.append(value.toDouble()); });
    m_thermostat.connectSignal("overheated", &m_client,
                               [this](double celsius) { m_overheated.append(celsius); });
    QObject::connect(&m_client, &Channel::connected, &m_client, [this] {
        ++m_connected;
        print(QString(), QStringLiteral("signal connected()"));
    });
    QObject::connect(&m_client, &Channel::disconnected, &m_client, [this](const Error &reason) {
        m_disconnected.append(reason);
        print(QString(), QStringLiteral("signal disconnected(\"%1\")").arg(reason.message()));
    });
    m_client.expose("desk.confirm", [this](const QString &question) {
        m_asked = question;
        return true;
    });
}

bool Story::tell()
{
    try {
        start();
        call();
        nameArguments();
        fail();
        beCalledBack();
        waitForDeferredAnswer();
        followAnObject();
        loseTheServer();
        findTheNextServer();
        findTheObjectAgain();
    } catch (const std::exception &exception) { // an Error, too
        std::fprintf(stderr, "The demonstration failed: %s\n", exception.what());
        return false;
    }
    print(QStringLiteral("Everything went as it should."), QString());
    return true;
}

void Story::start()
{
    check(m_server.start(m_endpoint), "the server process listens");
    print(QStringLiteral("Two processes"), QStringLiteral("server %1, client %2, over %3")
                                               .arg(m_server.id())
                                               .arg(QCoreApplication::applicationPid())
                                               .arg(m_endpoint));
    check(m_client.connectToServer(m_endpoint), "the endpoint is well-formed");
    waitUntil([this] { return m_client.isConnected(); }, "the connection");
}

void Story::call()
{
    const double mean = valueOf(m_client.call<double>("thermostat.mean", 60));
    print(QStringLiteral("A call"), QStringLiteral("thermostat.mean(60) gives %1").arg(mean));
    check(mean == 20.5, "the mean is 20.5");
}

void Story::nameArguments()
{
    const QString answer = valueOf(m_client.call<QString>("thermostat.setTarget", arg("celsius", 21.5),
                                                          arg("room", QStringLiteral("kitchen"))));
    print(QStringLiteral("Named arguments"),
          QStringLiteral("setTarget(celsius: 21.5, room: kitchen) gives \"%1\"").arg(answer));
    check(answer == u"kitchen is set to 21.5 degrees", "both arguments found their parameters");
}

void Story::fail()
{
    const Error thrown =
        errorOf(m_client.call<QString>("thermostat.setTarget", QStringLiteral("attic"), 90.0));
    print(QStringLiteral("A remote exception"),
          QStringLiteral("%1: \"%2\"").arg(thrown.className(), thrown.message()));
    check(thrown.code() == ErrorCode::RemoteException && thrown.className() == u"std::out_of_range",
          "the exception keeps its class");
    const Error unknown = errorOf(m_client.call("thermostat.explode"));
    print(QStringLiteral("An unknown name"), unknown.message());
    check(unknown.code() == ErrorCode::UnknownName, "what is not exposed cannot be called");
}

void Story::beCalledBack()
{
    const QString answer = valueOf(m_client.call<QString>("thermostat.switchOff"));
    print(QStringLiteral("A call back"),
          QStringLiteral("asked \"%1\" by the server meanwhile; it says: %2").arg(m_asked, answer));
    check(m_asked == u"Switch off?" && answer == u"switched off", "the server called its client");
}

void Story::waitForDeferredAnswer()
{
    const QFuture<QString> warm = m_client.call<QString>("thermostat.warmUp", QStringLiteral("kitchen"));
    const double mean = valueOf(m_client.call<double>("thermostat.mean", 0));
    const bool isEarly = !warm.isFinished();
    print(QStringLiteral("A deferred answer"),
          QStringLiteral("\"%1\", while other calls went on (mean(0) gave %2 meanwhile)")
              .arg(valueOf(warm))
              .arg(mean));
    check(isEarly, "the deferred answer comes later than the other one");
}

void Story::followAnObject()
{
    waitUntil([this] { return m_thermostat.isReady(); }, "the remote object");
    print(QStringLiteral("A remote property"),
          QStringLiteral("thermostat.temperature is %1").arg(m_temperatures.constLast()));
    valueOf(m_thermostat.call("heatUp"));
    print(QString(), QStringLiteral("and %1 now, told once for two changes").arg(m_temperatures.constLast()));
    check(m_temperatures == QList<double>({20.5, 30.5}), "the property follows, with its last value");
    waitUntil([this] { return !m_overheated.isEmpty(); }, "the remote signal");
    print(QStringLiteral("A remote signal"),
          QStringLiteral("thermostat.overheated(%1)").arg(m_overheated.constLast()));
    check(m_overheated == QList<double>({30.5}), "the signal arrives with its argument");
}

void Story::loseTheServer()
{
    constexpr int count = 20;
    QList<QFuture<int>> pending;
    for (int i = 0; i < count; ++i)
        pending.append(m_client.call<int>("thermostat.think"));
    (void)valueOf(m_client.call<double>("thermostat.mean", 1)); // so the server has them all
    check(m_server.kill(), "the server was running until it was killed");
    print(QStringLiteral("kill -9 of the server"), QStringLiteral("with %1 calls pending").arg(count));
    waitUntil([this] { return !m_disconnected.isEmpty(); }, "the signal disconnected()");
    for (const QFuture<int> &call : std::as_const(pending))
        check(errorOf(call).code() == ErrorCode::OutcomeUnknown, "a pending call ends with OutcomeUnknown");
    print(QString(),
          QStringLiteral("all %1 calls have ended: %2").arg(count).arg(errorOf(pending[0]).message()));
    check(m_disconnected.size() == 1, "the loss was told once");
}

void Story::findTheNextServer()
{
    const QFuture<double> waiting =
        m_client.call<double>("thermostat.mean", 120); // waits for the next session
    check(m_server.start(m_endpoint), "a second server process listens");
    print(QStringLiteral("A new server"), QStringLiteral("process %1").arg(m_server.id()));
    const double mean = valueOf(waiting);
    print(QStringLiteral("Reconnected"),
          QStringLiteral("a call made meanwhile is answered: mean(120) gives %1").arg(mean));
    check(mean == 21.0 && m_connected == 2, "the client found the second server by itself");
}

void Story::findTheObjectAgain()
{
    waitUntil([this] { return m_thermostat.isReady(); }, "the remote object of the new server");
    waitUntil([this] { return m_temperatures.size() == 3; }, "its temperature");
    print(QStringLiteral("Its object follows"),
          QStringLiteral("temperature is %1 again: the new server's").arg(m_temperatures.constLast()));
    check(m_temperatures.constLast() == 20.5, "the value is the new server's");
    valueOf(m_thermostat.call("heatUp"));
    waitUntil([this] { return m_overheated.size() == 2; }, "the signal of the new server");
    print(QString(), QStringLiteral("and overheated() still arrives"));
}
