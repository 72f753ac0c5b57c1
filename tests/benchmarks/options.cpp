// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "options.h"

#include <QCommandLineParser>

#include <algorithm>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

bool Options::takes(const QString &name, const QStringList &alternatives) const
{
    const auto named = [&](const QString &alternative) { return only.contains(alternative); };
    return named(name) || std::none_of(alternatives.begin(), alternatives.end(), named);
}

Options parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures Heliograph beside other ways to call between two processes."_s);
    parser.addHelpOption();
    const QCommandLineOption quick(u"quick"_s,
                                   u"A short run: shows that it works, its figures mean little."_s);
    const QCommandLineOption idle(u"idle"_s, u"Also count the wake-ups of an idle pair (10 s a peer)."_s);
    const QCommandLineOption crowd(u"crowd"_s, u"Only what a server with 5,000 idle clients costs."_s);
    const QCommandLineOption only(u"only"_s, u"Only this scenario, peer or transport. May be repeated."_s,
                                  u"name"_s);
    const QCommandLineOption json(u"json"_s, u"Write the results to this file, too."_s, u"file"_s);
    QCommandLineOption serve(u"serve"_s, QString(), u"peer"_s);
    QCommandLineOption idleClient(u"idle-client"_s, QString(), u"peer"_s);
    QCommandLineOption address(u"address"_s, QString(), u"address"_s);
    QCommandLineOption crowdServer(u"crowd-server"_s);
    QCommandLineOption crowdRawServer(u"crowd-raw-server"_s);
    QCommandLineOption crowdClients(u"crowd-clients"_s, QString(), u"count"_s);
    QCommandLineOption crowdRawClients(u"crowd-raw-clients"_s, QString(), u"count"_s);
    QCommandLineOption crowdListeners(u"crowd-listeners"_s, QString(), u"count"_s);
    for (QCommandLineOption *role : {&serve, &idleClient, &address, &crowdServer, &crowdRawServer,
                                     &crowdClients, &crowdRawClients, &crowdListeners}) {
        role->setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(*role);
    }
    parser.addOptions({quick, idle, crowd, only, json});
    parser.process(arguments);
    QString crowdRole;
    int crowdSize = 0;
    for (const QCommandLineOption &role :
         {crowdServer, crowdRawServer, crowdClients, crowdRawClients, crowdListeners}) {
        if (!parser.isSet(role))
            continue;
        crowdRole = role.names().constFirst();
        crowdSize = parser.value(role).toInt();
    }
    return {.quick = parser.isSet(quick),
            .idle = parser.isSet(idle) || parser.values(only).contains(u"idle"_s),
            .crowd = parser.isSet(crowd),
            .only = parser.values(only),
            .jsonFile = parser.value(json),
            .serve = parser.value(serve),
            .idleClient = parser.value(idleClient),
            .crowdRole = crowdRole,
            .crowdSize = crowdSize,
            .address = parser.value(address)};
}

} // namespace heliograph::bench
