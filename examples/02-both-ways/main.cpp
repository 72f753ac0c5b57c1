// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/callcontext.h>
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>

// A server that calls its clients: when they come, and while they wait for its answer.

using namespace heliograph;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    Server server(ServerOptions{.trustNames = true});
    server.expose("deleteAll", [] {
        const RemoteMethod confirm = CallContext::current().method("confirm");
        return confirm.call<bool>(QStringLiteral("Delete all of it?")).then([](bool yes) -> QString {
            return yes ? QStringLiteral("all is gone") : QStringLiteral("nothing was deleted");
        });
    });
    QObject::connect(&server, &Server::clientConnected, &server, [](Channel *channel) {
        qInfo() << "server:" << channel->user() << "is here";
        channel->notify("greet", QStringLiteral("Welcome, ") + channel->user());
    });
    if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
        qFatal("%s", server.error().what());

    Client client(ClientOptions{.user = QStringLiteral("ann")});
    client.expose("greet", [](const QString &text) { qInfo() << "client: was greeted:" << text; });
    client.expose("confirm", [](const QString &question) {
        qInfo() << "client: was asked:" << question;
        return false;
    });
    client.connectToServer(server.endpoints().constFirst());
    client.call<QString>("deleteAll")
        .then([](const QString &outcome) {
            qInfo() << "client:" << outcome;
            QCoreApplication::exit(outcome == u"nothing was deleted" ? 0 : 1);
        })
        .onFailed([](const Error &error) {
            qWarning() << error;
            QCoreApplication::exit(1);
        });
    return QCoreApplication::exec();
}
