// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "thermostat.h"

#include <heliograph/callcontext.h>
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>

using namespace std::chrono_literals;

double Thermostat::mean(int minutes) const
{
    return 20.0 + minutes / 120.0;
}

QString Thermostat::setTarget(const QString &room, double celsius)
{
    if (celsius < 5 || celsius > 30)
        throw std::out_of_range("a target of " + std::to_string(int(celsius)) + " degrees, expected 5 to 30");
    return QStringLiteral("%1 is set to %2 degrees").arg(room).arg(celsius);
}

void Thermostat::heatUp()
{
    while (m_temperature < 30) {
        m_temperature += 5;
        Q_EMIT temperatureChanged();
    }
    Q_EMIT overheated(m_temperature);
}

QFuture<QString> Thermostat::warmUp(const QString &room)
{
    auto promise = std::make_shared<QPromise<QString>>();
    promise->start();
    QTimer::singleShot(300ms, this, [promise, room] {
        promise->addResult(QStringLiteral("%1 is warm").arg(room));
        promise->finish();
    });
    return promise->future();
}

QFuture<QString> Thermostat::switchOff()
{
    const heliograph::RemoteMethod confirm = heliograph::CallContext::current().method("desk.confirm");
    return confirm.call<bool>(QStringLiteral("Switch off?")).then([](bool yes) {
        return yes ? QStringLiteral("switched off") : QStringLiteral("left on");
    });
}

QFuture<int> Thermostat::think()
{
    m_thoughts.append(std::make_shared<QPromise<int>>());
    m_thoughts.constLast()->start();
    return m_thoughts.constLast()->future();
}

int serve(const QString &endpoint)
{
    Thermostat thermostat;
    heliograph::Server server;
    server.expose("thermostat", &thermostat);
    if (!server.bind(endpoint)) {
        qCritical("%s", server.error().what());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
