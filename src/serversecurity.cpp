// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "serversecurity.h"

#include "security/keypairsecrets.h"
#include "security/openauthenticator.h"

#include <heliograph/authenticate.h>

namespace heliograph {

namespace {

FoundSecurity securityOf(const std::shared_ptr<Authenticator> &authenticator,
                         const Authenticator::ServerKeys &found)
{
    if (const auto *const error = std::get_if<Error>(&found))
        return *error;
    LinkSecurity security{.authenticator = authenticator};
    if (const KeyPair keys = std::get<KeyPair>(found); keys.isValid())
        security.secretKey = secretKeyOf(keys);
    return security;
}

} // namespace

SecretSource secretKeyOf(const KeyPair &keys)
{
    return [keys](const std::function<void(QByteArrayView)> &use) {
        const auto key = KeyPairSecrets::secretKey(keys);
        use(QByteArrayView(key.data(), qsizetype(key.size())));
    };
}

ServerSecurity::ServerSecurity(const ServerOptions &options)
    : m_authenticator(options.authenticator), m_hasSecret(!options.secret.isNull())
{
    if (!m_hasSecret)
        return;
    if (m_authenticator)
        m_fault = Error(ErrorCode::InvalidKey,
                        QStringLiteral("The server has both a secret and an authenticator; give it one."));
    else
        m_authenticator = authenticate::secret(options.secret);
}

std::optional<Error> ServerSecurity::checkBind(const QString &endpoint) const
{
    if (m_fault)
        return m_fault;
    return m_authenticator ? m_authenticator->check(endpoint) : authenticate::open()->check(endpoint);
}

std::optional<Error> ServerSecurity::checkConnect(const QString &endpoint) const
{
    if (m_authenticator && m_authenticator->mechanism() != Mechanism::Null)
        return Error(ErrorCode::InvalidAddress,
                     QStringLiteral("A server that looks for its clients cannot ask who they are; have it "
                                    "bind, and the client connect, or leave its authenticator out."));
    return checkBind(endpoint);
}

void ServerSecurity::find(std::function<void(const FoundSecurity &)> told) const
{
    if (!m_authenticator || letsEverybodyIn(*m_authenticator))
        return told(std::optional<LinkSecurity>());
    m_authenticator->findServerKeys(
        [authenticator = m_authenticator, told = std::move(told)](const Authenticator::ServerKeys &found) {
            told(securityOf(authenticator, found));
        });
}

std::optional<Error> ServerSecurity::refusalOf(const LinkEvent &event) const
{
    using Failure = LinkEvent::Failure;
    switch (event.failure) {
    case Failure::Refused:
        return Error(m_hasSecret ? ErrorCode::WrongSecret : ErrorCode::Refused, event.detail);
    case Failure::Busy:
    case Failure::TooManyFailures: return Error(ErrorCode::Busy, event.detail);
    case Failure::MechanismMismatch: return Error(ErrorCode::MechanismMismatch, event.detail);
    case Failure::WrongServerKey:
        return Error(m_hasSecret ? ErrorCode::WrongSecret : ErrorCode::WrongServerKey, event.detail);
    case Failure::None:
    case Failure::NotAPeer:
    case Failure::Unknown: break;
    }
    return std::nullopt; // a stranger who came by mistake, or a line that broke
}

bool ServerSecurity::stillHolds(const Identity &peer) const
{
    if (!m_authenticator)
        return true;
    const Attempt attempt{.mechanism = peer.mechanism,
                          .address = peer.address,
                          .isLocal = peer.isLocal,
                          .user = peer.user,
                          .key = peer.key};
    return m_authenticator->stillHolds(attempt, peer.user);
}

std::shared_ptr<void> ServerSecurity::onRevoked(std::function<void(const QList<PublicKey> &)> told) const
{
    return m_authenticator ? m_authenticator->onRevoked(std::move(told)) : nullptr;
}

} // namespace heliograph
