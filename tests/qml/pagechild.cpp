// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "spot.h"
#include "thermostat.h"

#include <heliograph/authenticate.h>
#include <heliograph/callcontext.h>
#include <heliograph/keypair.h>
#include <heliograph/keystore.h>
#include <heliograph/passwordfile.h>
#include <heliograph/server.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qpromise.h>

#include <cstdio>

// The other process of tst_qmllive, which runs until it is killed:
//   pagechild <endpoint> <target> [secret <text> | password <user> <password> | keys <own file> <users' file>]
// Serves a Thermostat "t" and a few functions. Says "ready" on its standard output as soon as it can be talked to.

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// Who is let in, as the arguments say.
void admit(const QStringList &arguments, ServerOptions &options)
{
    const QString kind = arguments.value(3);
    if (kind == u"secret") {
        options.secret = Secret(arguments.value(4));
    } else if (kind == u"password") {
        PasswordFile passwords;
        (void)passwords.setPassword(arguments.value(4), arguments.value(5).toUtf8());
        options.authenticator = authenticate::plain(passwords);
    } else if (kind == u"keys") {
        options.authenticator = authenticate::curve(KeyPair::load(arguments.value(4)),
                                                    std::make_shared<KeyStore>(arguments.value(5)));
    }
}

} // namespace

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
    admit(arguments, options);
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
    server.expose("whoami", [] { return CallContext::current().user(); });
    server.expose("spot", [] { return Spot(); });
    server.expose("mode", [] { return Thermostat::Mode::Heat; });
    server.expose("echo", [](const QVariant &value) { return value; });
    server.expose("fail", [](const QString &why) -> int { throw std::out_of_range(why.toStdString()); });
    if (!server.bind(arguments.value(1)))
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

#include "moc_spot.cpp"
#include "moc_thermostat.cpp"
