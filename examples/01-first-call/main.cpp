// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>

// A server and a client; here in one program, over an endpoint that other programs could use as well.

using namespace heliograph;

class Thermostat : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE double mean(int minutes = 60) const { return 20.0 + minutes / 60.0; }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    Thermostat thermostat;
    Server server;
    server.expose("thermostat", &thermostat);
    if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
        qFatal("%s", server.error().what());

    Client client;
    client.connectToServer(server.endpoints().constFirst());
    client.call<double>("thermostat.mean", 30)
        .then([](double mean) { qInfo() << "the mean of 30 minutes is" << mean; })
        .onFailed([](const Error &error) { qWarning() << error; });
    client.call<double>("thermostat.mean", arg("minutes", 120)).then([](double mean) {
        qInfo() << "the mean of 120 minutes is" << mean;
    });

    // The callback form; its answer comes last, since answers keep the order of fast calls.
    client.method("thermostat.mean")
        .onReply(
            &client,
            [](double mean) {
                qInfo() << "the mean of an hour is" << mean;
                QCoreApplication::exit(mean == 21.0 ? 0 : 1);
            },
            [](const Error &error) {
                qWarning() << error;
                QCoreApplication::exit(1);
            })
        .call();
    return QCoreApplication::exec();
}

#include "main.moc"
