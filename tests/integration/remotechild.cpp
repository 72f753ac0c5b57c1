// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "thermostat.h"

#include <heliograph/client.h>
#include <heliograph/remoteobject.h>
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>

#include <cstdio>

// The other process of tst_remoteprocess, which runs until it is killed:
// remotechild server <endpoint> <target>   serves a Thermostat "t", which emits ticked() all the time
// remotechild client <endpoint>            is connected to t.ticked and t.overheated, and has acquired t; "counts" returns how
//                                          many emissions of t.overheated came, and how many were lost
// Says "ready" on its standard output as soon as it can be talked to.

using namespace heliograph;

namespace {

void sayReady()
{
    std::puts("ready");
    std::fflush(stdout);
}

int serve(const QString &endpoint, double target)
{
    Thermostat thermostat;
    thermostat.setTarget(target);
    Server server;
    server.expose("t", &thermostat, {.writableProperties = true});
    if (!server.bind(endpoint))
        return 1;
    int number = 0;
    QTimer ticking;
    QObject::connect(&ticking, &QTimer::timeout, &thermostat, [&] {
        for (int i = 0; i < 100; ++i)
            Q_EMIT thermostat.ticked(number++);
    });
    ticking.start(1);
    sayReady();
    return QCoreApplication::exec();
}

int listenTo(const QString &endpoint)
{
    Client client;
    RemoteObject thermostat(&client, "t");
    int connected = 0;
    int heard = 0;
    int lost = 0;
    thermostat.connectSignal("ticked", &client, [] {});
    thermostat.connectSignal("overheated", &client, [&] { ++heard; });
    QObject::connect(&client, &Channel::eventsLost, &client,
                     [&](const QString &, quint64 count) { lost += int(count); });
    client.expose("counts", [&] { return QList<int>{heard, lost}; });
    const auto look = [&] {
        if (connected == 2 && thermostat.isReady())
            sayReady();
    };
    QObject::connect(&client, &Channel::signalConnected, &client, [&] {
        ++connected;
        look();
    });
    QObject::connect(&thermostat, &RemoteObject::stateChanged, &client, look);
    if (!client.connectToServer(endpoint))
        return 1;
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 3)
        return 2;
    return arguments[1] == u"server" ? serve(arguments[2], arguments.value(3).toDouble())
                                     : listenTo(arguments[2]);
}

#include "moc_thermostat.cpp"
