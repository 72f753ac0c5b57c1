// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>

#include "security/attemptfault.h"
#include "security/endpointfault.h"
#include "security/secretkeys.h"

namespace heliograph {

namespace {

void answer(const SecretKeys::Outcome &found, const PublicKey &key, Verdict &verdict)
{
    if (const auto *const error = std::get_if<Error>(&found))
        verdict.refuse(*error);
    else if (key.isValid() && key == std::get<DerivedKeys>(found).client.publicKey())
        verdict.accept({});
    else
        verdict.refuse(Error(ErrorCode::Refused, QStringLiteral("The client has another secret, or none.")));
}

class SecretAuthenticator final : public Authenticator
{
public:
    explicit SecretAuthenticator(const Secret &secret) : m_secret(secret)
    {
        SecretKeys::tell(m_secret, [](const SecretKeys::Outcome &) {}); // so that they are there when needed
    }

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Curve; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        if (m_secret.isNull())
            return Error(ErrorCode::InvalidKey, QStringLiteral("There is no secret; see generateSecret()."));
        return m_secret.isValid() ? unaskedFault(endpoint) : m_secret.error();
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = mechanismFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        auto pending = std::make_shared<Verdict>(std::move(verdict));
        SecretKeys::tell(m_secret, [key = attempt.key, pending](const SecretKeys::Outcome &found) {
            answer(found, key, *pending);
        });
    }

    void findServerKeys(std::function<void(const ServerKeys &)> told) const override
    {
        SecretKeys::tell(m_secret, [told = std::move(told)](const SecretKeys::Outcome &found) {
            if (const auto *const error = std::get_if<Error>(&found))
                told(*error);
            else
                told(std::get<DerivedKeys>(found).server);
        });
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
