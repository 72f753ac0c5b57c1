// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "thermostat.h"

#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qpromise.h>

#include <cstdio>

// The other process of tst_qmllive, which runs until it is killed: pagechild <endpoint> <target> [secret]
// Serves a Thermostat "t" and a few functions. Says "ready" on its standard output as soon as it can be talked to.

using namespace heliograph;
using namespace std::chrono_literals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    Thermostat thermostat;
    thermostat.setTarget(arguments.value(2).toDouble());
    QPromise<int> silence;
    QPromise<int> later;
    silence.start();
    later.start();
    ServerOptions options{.heartbeat = {100ms, 1s}};
    if (arguments.size() > 3)
        options.secret = Secret(arguments[3]);
    Server server(options);
    server.expose("t", &thermostat, {.upTo = &Device::staticMetaObject, .writableProperties = true});
    server.expose("overheat",
                  [&](double celsius) { Q_EMIT thermostat.overheated(celsius, QStringLiteral("attic")); });
    server.expose("measure", [&](double celsius) { thermostat.measure(celsius); });
    server.expose("silence", [&] { return silence.future(); });
    server.expose("slow.later", [&] { return later.future(); });
    server.expose("speak", [&] {
        later.addResult(42);
        later.finish();
    });
    server.expose("echo", [](const QVariant &value) { return value; });
    server.expose("fail", [](const QString &why) -> int { throw std::out_of_range(why.toStdString()); });
    if (!server.bind(arguments.value(1)))
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

#include "moc_thermostat.cpp"
