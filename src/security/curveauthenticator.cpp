// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>
#include <heliograph/post.h>

#include "security/attemptfault.h"
#include "security/currentkeys.h"
#include "security/endpointfault.h"

#include <QtCore/qthread.h>

namespace heliograph {

namespace {

class CurveAuthenticator final : public Authenticator
{
public:
    CurveAuthenticator(const KeyPair &server, const std::shared_ptr<KeyStore> &users)
        : m_server(server), m_users(users),
          m_keys(users ? CurrentKeys::of(*users) : std::make_shared<CurrentKeys>())
    {
    }
    ~CurveAuthenticator() override
    {
        KeyStore *const store = m_users.get();
        if (store && store->thread() != QThread::currentThread()) // where its timer cannot be stopped
            detail::post(store, [users = std::move(m_users)]() mutable { users.reset(); });
    }
    Q_DISABLE_COPY_MOVE(CurveAuthenticator)

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Curve; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        if (const ServerKeys keys = serverKeys(); const auto *const error = std::get_if<Error>(&keys))
            return *error;
        if (!m_users)
            return Error(ErrorCode::InvalidKey,
                         QStringLiteral("There is no KeyStore that says who is let in."));
        return unaskedFault(endpoint);
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = mechanismFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        const QString user = m_keys->user(attempt.key);
        if (user.isEmpty()) {
            return verdict.refuse(
                Error(ErrorCode::Refused,
                      QStringLiteral("Nobody is let in with the key %1.").arg(attempt.key.fingerprint())));
        }
        verdict.accept(user);
    }

    [[nodiscard]] bool stillHolds(const Attempt &attempt, const QString &user) const override
    {
        return !user.isEmpty() && m_keys->user(attempt.key) == user;
    }

    [[nodiscard]] std::shared_ptr<void> onRevoked(std::function<void(const QList<PublicKey> &)> told) override
    {
        return m_keys->onRevoked(std::move(told));
    }

    void findServerKeys(std::function<void(const ServerKeys &)> told) const override { told(serverKeys()); }

private:
    [[nodiscard]] ServerKeys serverKeys() const
    {
        if (m_server.isNull())
            return Error(ErrorCode::InvalidKey,
                         QStringLiteral("The server has no keys; see KeyPair::generate()."));
        return m_server.isValid() ? ServerKeys(m_server) : m_server.error();
    }

    const KeyPair m_server;
    std::shared_ptr<KeyStore> m_users; // only to keep it alive: it may live in another thread
    const std::shared_ptr<CurrentKeys> m_keys;
};

} // namespace

std::shared_ptr<Authenticator> authenticate::curve(const KeyPair &server,
                                                   const std::shared_ptr<KeyStore> &users)
{
    return std::make_shared<CurveAuthenticator>(server, users);
}

} // namespace heliograph
