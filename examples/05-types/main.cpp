// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>
#include <heliograph/server.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QDebug>

#include <map>
#include <optional>

// Values of Qt, of the standard library and of the application as arguments and results.

using namespace heliograph;

class Reading
{
    Q_GADGET
    Q_PROPERTY(double celsius MEMBER celsius)
    Q_PROPERTY(QDateTime when MEMBER when)
public:
    double celsius = 0;
    QDateTime when;
};

struct Money
{
    qint64 cents = 0;
    QString currency;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    registerType<Money>(
        40,
        [](Encoder &encoder, const Money &money) {
            encoder.writeInt(money.cents);
            encoder.writeString(money.currency);
        },
        [](Decoder &decoder, Money &money) {
            return codecFor<qint64>().decode(decoder, &money.cents)
                   && codecFor<QString>().decode(decoder, &money.currency);
        });

    Server server;
    server.expose("warmest", [](const QList<Reading> &readings) {
        std::optional<Reading> warmest;
        for (const Reading &reading : readings) {
            if (!warmest || reading.celsius > warmest->celsius)
                warmest = reading;
        }
        return warmest;
    });
    server.expose("total", [](const std::map<QString, Money> &prices) {
        Money total{0, QStringLiteral("EUR")};
        for (const auto &[name, price] : prices)
            total.cents += price.cents;
        return total;
    });
    if (!server.bind(QStringLiteral("tcp://127.0.0.1:*")))
        qFatal("%s", server.error().what());

    Client client;
    client.connectToServer(server.endpoints().constFirst());
    Reading cold;
    Reading warm;
    warm.celsius = 21.5;
    warm.when = QDateTime::currentDateTimeUtc();
    client.call<std::optional<Reading>>("warmest", QList<Reading>{cold, warm})
        .then([](const std::optional<Reading> &reading) {
            qInfo() << "it was warmest at" << reading->when << "with" << reading->celsius << "degrees";
        });
    const std::map<QString, Money> prices{{QStringLiteral("bread"), {250, QStringLiteral("EUR")}},
                                          {QStringLiteral("salt"), {99, QStringLiteral("EUR")}}};
    client.call<Money>("total", prices)
        .then([](const Money &total) {
            qInfo() << "the total is" << total.cents << "cents" << total.currency;
            QCoreApplication::exit(total.cents == 349 ? 0 : 1);
        })
        .onFailed([](const Error &error) {
            qWarning() << error;
            QCoreApplication::exit(1);
        });
    return QCoreApplication::exec();
}

#include "main.moc"
