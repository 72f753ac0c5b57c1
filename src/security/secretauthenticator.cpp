// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>

#include "security/attemptfault.h"
#include "security/secretkeys.h"

namespace heliograph {

namespace {

void answer(QFuture<DerivedKeys> found, const PublicKey &key, Verdict &verdict)
{
    try {
        found.waitForFinished(); // which it is: throws what it failed with
        if (key.isValid() && found.resultCount() > 0 && key == found.result().client.publicKey())
            verdict.accept({});
        else
            verdict.refuse(
                Error(ErrorCode::Refused, QStringLiteral("The client has another secret, or none.")));
    } catch (const Error &error) {
        verdict.refuse(error);
    }
}

class SecretAuthenticator final : public Authenticator
{
public:
    explicit SecretAuthenticator(const Secret &secret) : m_secret(secret)
    {
        (void)SecretKeys::future(m_secret); // so that they are there when they are needed
    }

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Curve; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        Q_UNUSED(endpoint)
        if (m_secret.isNull())
            return Error(ErrorCode::InvalidKey, QStringLiteral("There is no secret; see generateSecret()."));
        return m_secret.isValid() ? std::nullopt : std::optional(m_secret.error());
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = mechanismFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        auto pending = std::make_shared<Verdict>(std::move(verdict));
        SecretKeys::future(m_secret).then([key = attempt.key, pending](const QFuture<DerivedKeys> &found) {
            answer(found, key, *pending);
        });
    }

    [[nodiscard]] QFuture<KeyPair> serverKeys() const override
    {
        return SecretKeys::future(m_secret).then([](const DerivedKeys &keys) { return keys.server; });
    }

private:
    const Secret m_secret;
};

} // namespace

std::shared_ptr<Authenticator> authenticate::secret(const Secret &secret)
{
    return std::make_shared<SecretAuthenticator>(secret);
}

} // namespace heliograph
