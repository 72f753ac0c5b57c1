// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "access.h"

#include <heliograph/authenticate.h>

#include <QFile>

#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

// In the form of generateSecret(): a passphrase would cost half a second at each start.
Secret sharedSecret()
{
    return Secret(u"hg1-benchmarkbenchmarkbench222"_s);
}

KeyPair makeKeys(const QString &path)
{
    const KeyPair keys = KeyPair::generate();
    if (const auto error = keys.save(path))
        throw std::runtime_error(error->message().toStdString());
    return keys;
}

std::shared_ptr<Authenticator> makeGuard(const QString &folder)
{
    const KeyPair server = makeKeys(folder + u"/server"_s);
    const KeyPair client = makeKeys(folder + u"/client"_s);
    QFile users(folder + u"/users"_s);
    if (!users.open(QIODevice::WriteOnly) || users.write(client.publicKey().text() + " bench\n") < 0)
        throw std::runtime_error("cannot write " + users.fileName().toStdString());
    users.close();
    return authenticate::curve(server, std::make_shared<KeyStore>(users.fileName()));
}

} // namespace

ServerOptions serverOptions(Access access, const QString &folder)
{
    // As many calls at once as the scenarios have in flight, and as many clients that are not done with their handshake as
    // may come at once; the defaults, 128 and 64, are there to protect from strangers.
    ServerOptions options{.limits = {.callsInFlight = 256, .halfOpen = 1000}};
    if (access == Access::Secret)
        options.secret = sharedSecret();
    if (access == Access::Curve)
        options.authenticator = makeGuard(folder);
    return options;
}

ClientOptions clientOptions(Access access, const QString &folder)
{
    ClientOptions options;
    if (access == Access::Secret)
        options.secret = sharedSecret();
    if (access == Access::Curve)
        options.credentials =
            Credentials::curve(KeyPair::load(folder + u"/client"_s), PublicKey::load(folder + u"/server"_s));
    return options;
}

} // namespace heliograph::bench
