// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/exceptions.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>
#include <QtCore/QTimer>

#include <stdexcept>

// What a caller sees of what goes wrong; and an exception of the application that crosses the link as itself.

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

struct PaperJam : std::runtime_error
{
    PaperJam(const std::string &text, int where) : std::runtime_error(text), tray(where) {}
    int tray;
};

int stepsLeft = 4;

void stepDone()
{
    if (--stepsLeft == 0)
        QCoreApplication::exit(0);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    registerException<PaperJam>(
        QStringLiteral("PaperJam"), [](const PaperJam &jam) { return QVariant(jam.tray); },
        [](const QString &message, const QVariant &tray) {
            return PaperJam(message.toStdString(), tray.toInt());
        });

    Server server;
    server.expose("open", [](int page) {
        if (page > 10)
            throw std::out_of_range("there are 10 pages");
        return page;
    });
    server.expose("print", []() -> int { throw PaperJam("the paper is stuck", 2); });
    server.expose("think", [] {
        auto thought = std::make_shared<QPromise<int>>();
        thought->start();
        QTimer::singleShot(10min, qApp, [thought] { thought->finish(); });
        return thought->future();
    });
    if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
        qFatal("%s", server.error().what());

    Client client;
    client.connectToServer(server.endpoints().constFirst());
    const auto report = [](const Error &error) {
        qInfo() << error;
        stepDone();
    };
    client.call<int>("open", 11).then([](int) {}).onFailed(report);                         // throws
    client.call<int>("open", QStringLiteral("eleven")).then([](int) {}).onFailed(report);   // refused
    client.method("think").withTimeout(50ms).call<int>().then([](int) {}).onFailed(report); // too slow
    client.call<int>("print").then([](int) {}).onFailed([](const PaperJam &jam) {
        qInfo() << "PaperJam:" << jam.what() << "in tray" << jam.tray;
        stepDone();
    });
    QTimer::singleShot(30s, &application, [] { QCoreApplication::exit(1); });
    return QCoreApplication::exec();
}
