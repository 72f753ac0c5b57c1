// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "room.h"

#include <heliograph/server.h>

#include <QtCore/QCoreApplication>

#include <cstdio>

// example-thermostat-server [endpoint]: exposes a room, until it is ended.

using namespace heliograph;
using namespace std::chrono_literals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString endpoint =
        QCoreApplication::arguments().value(1, QStringLiteral("ipc:///tmp/heliograph-thermostat"));

    Room room;
    // Somebody watches: a server that hangs should be seen soon.
    Server server(ServerOptions{.heartbeat = {.interval = 500ms, .timeout = 1500ms}});
    server.expose("room", &room, {.writableProperties = true});
    const auto tell = [&server] {
        std::printf("clients: %d\n", int(server.channels().size()));
        std::fflush(stdout);
    };
    QObject::connect(&server, &Server::clientConnected, &room, tell);
    QObject::connect(&server, &Server::clientDisconnected, &room, tell);
    if (!server.bind(endpoint)) {
        qCritical("%s", server.error().what());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
