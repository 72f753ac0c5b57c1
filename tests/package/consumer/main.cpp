// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFutureWatcher>
#include <QtCore/QTextStream>

namespace {

int fail(const heliograph::Error &error)
{
    QTextStream(stderr) << error.message() << Qt::endl;
    return 1;
}

} // namespace

/// A server and a client in one process; exits with 0 when the answer is right. A lost answer is an error after
/// the call's own deadline, so it ends in any case.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);

    heliograph::Server server;
    server.expose("add", [](int a, int b) { return a + b; });
    if (!server.bind("inproc://package")) {
        return fail(server.error());
    }

    heliograph::Client client;
    client.connectToServer("inproc://package");

    QFutureWatcher<int> watcher;
    QObject::connect(&watcher, &QFutureWatcher<int>::finished, &application, [&watcher] {
        try {
            QCoreApplication::exit(watcher.result() == 6 ? 0 : 1);
        } catch (const heliograph::Error &error) {
            QCoreApplication::exit(fail(error));
        }
    });
    watcher.setFuture(client.call<int>("add", 2, 4));
    return QCoreApplication::exec();
}
