// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qpromise.h>

#include <cstdio>

// The other process of tst_twoprocess: twoprocesschild server|client <endpoint>. Says "ready" on its standard output
// as soon as it can be talked to, and runs until it is killed.

using namespace heliograph;

namespace {

void sayReady()
{
    std::puts("ready");
    std::fflush(stdout);
}

int serve(const QString &endpoint)
{
    QPromise<int> silence;
    silence.start();
    Server server;
    server.expose("echo", [](int value) { return value; });
    server.expose("silence", [&](int) { return silence.future(); });
    if (!server.bind(endpoint))
        return 1;
    sayReady();
    return QCoreApplication::exec();
}

int connectTo(const QString &endpoint)
{
    Client client;
    client.expose("echo", [](int value) { return value; });
    QObject::connect(&client, &Channel::connected, &client, sayReady);
    if (!client.connectToServer(endpoint))
        return 1;
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    return arguments[1] == u"server" ? serve(arguments[2]) : connectTo(arguments[2]);
}
