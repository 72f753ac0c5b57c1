// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/credentialsecrets.h"

#include "security/endpointfault.h"
#include "security/passwordbytes.h"
#include "security/secretkeys.h"
#include "security/username.h"

#include <QtCore/qdebug.h>
#include <QtCore/qstringbuilder.h>

namespace heliograph {

struct Credentials::Private
{
    Mechanism mechanism = Mechanism::Null;
    QString user = {};
    SecretBytes password = {};
    ClientKeys keys = {}; // or, if there is one, those of the secret
    Secret secret = {};
    std::optional<Error> error = std::nullopt;
};

namespace {

std::optional<Error> nameError(const QString &user)
{
    if (const auto fault = userNameFault(user))
        return Error(ErrorCode::InvalidKey, QStringLiteral("A user's name ") + *fault + u'.');
    return std::nullopt;
}

// Why what was given is of no use, be it that it is none or could not be read.
template <typename Given>
std::optional<Error> errorOf(const Given &given, const QString &none)
{
    if (given.isValid())
        return std::nullopt;
    return given.isNull() ? Error(ErrorCode::InvalidKey, none) : given.error();
}

} // namespace

Credentials::Credentials() = default;
Credentials::Credentials(std::shared_ptr<const Private> shared) : d(std::move(shared)) {}
Credentials::~Credentials() = default;
Credentials::Credentials(const Credentials &) = default;
Credentials &Credentials::operator=(const Credentials &) = default;
Credentials::Credentials(Credentials &&) noexcept = default;
Credentials &Credentials::operator=(Credentials &&) noexcept = default;

Credentials Credentials::insecurely()
{
    return Credentials(std::make_shared<Private>());
}

Credentials Credentials::name(const QString &user)
{
    const QString normal = normalUserName(user);
    return Credentials(std::make_shared<Private>(
        Private{.mechanism = Mechanism::Plain, .user = normal, .error = nameError(normal)}));
}

Credentials Credentials::plain(const QString &user, QAnyStringView password)
{
    const QString normal = normalUserName(user);
    SecretBytes bytes = passwordBytes(password);
    auto error = nameError(normal);
    if (!error)
        error = passwordFault(bytes);
    return Credentials(std::make_shared<Private>(Private{
        .mechanism = Mechanism::Plain, .user = normal, .password = std::move(bytes), .error = error}));
}

Credentials Credentials::curve(const KeyPair &own, const PublicKey &server)
{
    auto error = errorOf(own, QStringLiteral("The client has no keys; see KeyPair::generate()."));
    if (!error)
        error = errorOf(server, QStringLiteral("The public key of the server is missing."));
    return Credentials(std::make_shared<Private>(
        Private{.mechanism = Mechanism::Curve, .keys = {.own = own, .server = server}, .error = error}));
}

Credentials Credentials::secret(const Secret &secret)
{
    SecretKeys::tell(secret, [](const SecretKeys::Outcome &) {}); // so that they are there when needed
    return Credentials(std::make_shared<Private>(
        Private{.mechanism = Mechanism::Curve,
                .secret = secret,
                .error = errorOf(secret, QStringLiteral("There is no secret; see generateSecret()."))}));
}

Mechanism Credentials::mechanism() const
{
    return d ? d->mechanism : Mechanism::Null;
}

QString Credentials::user() const
{
    return d ? d->user : QString();
}

std::optional<Error> Credentials::check(const QString &endpoint) const
{
    if (!d)
        return offHostFault(endpoint, QStringLiteral("Without encryption all"));
    if (d->error || d->mechanism == Mechanism::Null)
        return d->error;
    if (d->mechanism == Mechanism::Curve)
        return unaskedFault(endpoint);
    return clearTextFault(endpoint, d->password.isEmpty() ? QStringLiteral("A name that is believed")
                                                          : QStringLiteral("A password"));
}

QByteArrayView CredentialSecrets::password(const Credentials &credentials)
{
    return credentials.d ? credentials.d->password.view() : QByteArrayView();
}

void CredentialSecrets::findKeys(const Credentials &credentials, std::function<void(const Keys &)> told)
{
    if (!credentials.d || credentials.d->mechanism != Mechanism::Curve)
        return told(ClientKeys());
    if (credentials.d->error)
        return told(*credentials.d->error);
    if (credentials.d->secret.isNull())
        return told(credentials.d->keys);
    SecretKeys::tell(credentials.d->secret, [told = std::move(told)](const SecretKeys::Outcome &found) {
        if (const auto *const error = std::get_if<Error>(&found))
            return told(*error);
        const auto &keys = std::get<DerivedKeys>(found);
        told(ClientKeys{.own = keys.client, .server = keys.server.publicKey()});
    });
}

QDebug operator<<(QDebug debug, const Credentials &credentials)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Credentials(";
    switch (credentials.mechanism()) {
    case Mechanism::Null: break;
    case Mechanism::Plain: debug << "plain, " << credentials.user(); break;
    case Mechanism::Curve: debug << "curve"; break;
    }
    return debug << ")";
}

} // namespace heliograph
