// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "callcost.h"

#include <heliograph/client.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>

#include <functional>
#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Many = 64; // a server runs 128 at once, and the others wait

/// One end of calls: runs until all have their answers.
class Calls : public QObject
{
    Q_OBJECT
public:
    /// The microseconds that one of \a calls takes, \a atOnce of them being under way. Throws std::runtime_error.
    double measure(int calls, int atOnce)
    {
        QEventLoop loop;
        connect(this, &Calls::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(2min, &loop, [this] { end(u"the calls did not end"_s); });
        QElapsedTimer clock;
        clock.start();
        start(calls, atOnce);
        loop.exec();
        if (!m_problem.isEmpty())
            throw std::runtime_error(m_problem.toStdString());
        return double(clock.nsecsElapsed()) / 1000 / calls;
    }

public Q_SLOTS:
    void end(const QString &problem)
    {
        m_problem = problem;
        Q_EMIT finished();
    }

Q_SIGNALS:
    void finished();

private:
    virtual void start(int calls, int atOnce) = 0;

    QString m_problem;
};

class CppCalls : public Calls
{
    Q_OBJECT
public:
    explicit CppCalls(Channel &channel) : m_channel(channel) {}

private:
    void start(int calls, int atOnce) override
    {
        m_toMake = m_toCome = calls;
        for (int i = 0; i < atOnce; ++i)
            next();
    }
    void next()
    {
        if (m_toMake-- <= 0)
            return;
        m_channel.call<int>(u"sensor0.add"_s, 2, 4)
            .then(this,
                  [this](int sum) {
                      if (sum != 6)
                          return end(u"the sum is %1"_s.arg(sum));
                      if (--m_toCome == 0)
                          return end({});
                      next();
                  })
            .onFailed(this, [this](const Error &error) { end(error.message()); });
    }

    Channel &m_channel;
    int m_toMake = 0;
    int m_toCome = 0;
};

class QmlCalls : public Calls
{
    Q_OBJECT
public:
    explicit QmlCalls(Channel &channel)
    {
        m_engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
        QQmlComponent component(&m_engine, QUrl(u"qrc:/Calls.qml"_s));
        m_page.reset(component.createWithInitialProperties(
            {{u"channel"_s, QVariant::fromValue<QObject *>(&channel)}}));
        if (!m_page)
            throw std::runtime_error(component.errorString().toStdString());
        connect(m_page.get(), SIGNAL(finished(QString)), this, SLOT(end(QString)));
    }

private:
    void start(int calls, int atOnce) override
    {
        QMetaObject::invokeMethod(m_page.get(), "run", Q_ARG(int, calls), Q_ARG(int, atOnce));
    }

    QQmlEngine m_engine;
    std::unique_ptr<QObject> m_page;
};

ScenarioResult resultOf(const QString &scenario)
{
    return {.scenario = scenario,
            .transport = u"ipc"_s,
            .unit = u"us"_s,
            .peers = {{.peer = u"C++"_s}, {.peer = u"QML"_s}}};
}

} // namespace

std::vector<ScenarioResult> measureCalls(const QString &address, int calls, int rounds)
{
    Client client;
    QEventLoop loop;
    QObject::connect(&client, &Client::connected, &loop, &QEventLoop::quit);
    QTimer::singleShot(10s, &loop, &QEventLoop::quit);
    if (!client.connectToServer(address))
        throw std::runtime_error(client.error().what());
    loop.exec();
    if (!client.isConnected())
        throw std::runtime_error("no session in 10 s: " + client.error().message().toStdString());
    CppCalls cpp(client);
    QmlCalls qml(client);
    std::vector<ScenarioResult> results{resultOf(u"one call under way"_s),
                                        resultOf(u"%1 calls under way"_s.arg(Many))};
    for (int round = -1; round < rounds; ++round) { // the first one warms up
        for (ScenarioResult &result : results) {
            const int atOnce = &result == results.data() ? 1 : Many;
            const double ofCpp = cpp.measure(calls, atOnce);
            const double ofQml = qml.measure(calls, atOnce);
            if (round < 0)
                continue;
            result.peers[0].values.push_back(ofCpp);
            result.peers[1].values.push_back(ofQml);
        }
    }
    return results;
}

} // namespace heliograph::bench

#include "callcost.moc"
