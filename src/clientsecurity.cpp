// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "clientsecurity.h"

#include "security/credentialsecrets.h"

#include <heliograph/authenticate.h>

namespace heliograph {

namespace {

LinkSecurity plainSecurity(const Credentials &credentials)
{
    LinkSecurity security{.mechanism = Mechanism::Plain, .user = credentials.user()};
    if (!CredentialSecrets::password(credentials).isEmpty())
        security.password = [credentials](const auto &use) { use(CredentialSecrets::password(credentials)); };
    return security;
}

FoundSecurity curveSecurity(const CredentialSecrets::Keys &found)
{
    if (const auto *const error = std::get_if<Error>(&found))
        return *error;
    const auto &keys = std::get<ClientKeys>(found);
    return LinkSecurity{.secretKey = secretKeyOf(keys.own),
                        .mechanism = Mechanism::Curve,
                        .ownKey = keys.own.publicKey(),
                        .serverKey = keys.server};
}

} // namespace

ClientSecurity::ClientSecurity(const ClientOptions &options)
    : m_credentials(options.credentials), m_hasSecret(!options.secret.isNull())
{
    if (!m_hasSecret)
        return;
    if (m_credentials.isNull())
        m_credentials = Credentials::secret(options.secret);
    else
        m_fault = Error(ErrorCode::InvalidKey,
                        QStringLiteral("The client has both a secret and credentials; give it one."));
}

std::optional<Error> ClientSecurity::checkConnect(const QString &endpoint) const
{
    return m_fault ? m_fault : m_credentials.check(endpoint);
}

std::optional<Error> ClientSecurity::checkBind(const QString &endpoint) const
{
    if (m_fault)
        return m_fault;
    if (m_credentials.mechanism() == Mechanism::Null)
        return m_credentials.check(endpoint);
    return Error(
        ErrorCode::InvalidAddress,
        QStringLiteral("A client that waits for its server shows nobody who it is, nor asks; have "
                       "the server bind, and the client connect, or leave secret and credentials out."));
}

void ClientSecurity::find(std::function<void(const FoundSecurity &)> told) const
{
    switch (m_credentials.mechanism()) {
    case Mechanism::Null: return told(std::optional<LinkSecurity>());
    case Mechanism::Plain: return told(plainSecurity(m_credentials));
    case Mechanism::Curve: break;
    }
    CredentialSecrets::findKeys(m_credentials,
                                [told = std::move(told)](const auto &found) { told(curveSecurity(found)); });
}

Error ClientSecurity::refusedBy(const QString &endpoint) const
{
    if (m_hasSecret)
        return otherServer(endpoint);
    switch (mechanism()) {
    case Mechanism::Null:
        return Error(ErrorCode::Refused, QStringLiteral("%1 does not let this client in.").arg(endpoint));
    case Mechanism::Plain:
        return Error(ErrorCode::WrongPassword,
                     QStringLiteral("%1 lets nobody in with the name \"%2\" and that password.")
                         .arg(endpoint, m_credentials.user()));
    case Mechanism::Curve: break;
    }
    return Error(ErrorCode::UnknownKey,
                 QStringLiteral("%1 lets nobody in with this client's key.").arg(endpoint));
}

Error ClientSecurity::otherMechanism(const QString &endpoint) const
{
    return Error(ErrorCode::MechanismMismatch,
                 QStringLiteral("%1 asks for other credentials than this client has.").arg(endpoint));
}

Error ClientSecurity::otherServer(const QString &endpoint) const
{
    if (m_hasSecret)
        return Error(ErrorCode::WrongSecret,
                     QStringLiteral("The server at %1 has another secret, or none.").arg(endpoint));
    return Error(ErrorCode::WrongServerKey,
                 QStringLiteral("The server at %1 has another key than this client was given, or none.")
                     .arg(endpoint));
}

} // namespace heliograph
