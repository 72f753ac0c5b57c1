// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/callcontext.h>
#include <heliograph/channel.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include <cstdio>

// example-chat-server [endpoint]: hands what one client says to all of them, by calling what each client exposes as "window".

using namespace heliograph;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString endpoint =
        QCoreApplication::arguments().value(1, QStringLiteral("ipc:///tmp/heliograph-chat"));

    Server server(ServerOptions{.trustNames = true});
    server.expose("say", [&server](const QString &text) {
        const QString who = CallContext::current().user();
        const QList<Channel *> channels = server.channels();
        for (Channel *channel : channels)
            channel->notify("window.say", who, text);
    });
    const auto tellWhoIsHere = [&server] {
        const QList<Channel *> channels = server.channels();
        QStringList people;
        for (const Channel *channel : channels)
            people.append(channel->user());
        people.sort();
        for (Channel *channel : channels)
            channel->notify("window.showPeople", people);
        std::printf("clients: %s\n", qPrintable(people.join(u' ')));
        std::fflush(stdout);
    };
    QObject::connect(&server, &Server::clientConnected, &server, tellWhoIsHere);
    QObject::connect(&server, &Server::clientDisconnected, &server, tellWhoIsHere);
    if (!server.bind(endpoint)) {
        qCritical("%s", server.error().what());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
