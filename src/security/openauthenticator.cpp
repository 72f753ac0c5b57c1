// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/openauthenticator.h"

#include <heliograph/authenticate.h>

#include "security/attemptfault.h"
#include "security/endpointfault.h"

namespace heliograph {

namespace {

class OpenAuthenticator final : public Authenticator
{
public:
    explicit OpenAuthenticator(bool isAnywhere) : m_isAnywhere(isAnywhere) {}

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Null; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        return m_isAnywhere ? std::nullopt : offHostFault(endpoint, QStringLiteral("Without encryption all"));
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        const auto fault =
            m_isAnywhere ? mechanismFault(attempt, mechanism()) : localAttemptFault(attempt, mechanism());
        if (fault)
            verdict.refuse(*fault);
        else
            verdict.accept({});
    }

private:
    const bool m_isAnywhere;
};

} // namespace

bool letsEverybodyIn(const Authenticator &authenticator)
{
    return dynamic_cast<const OpenAuthenticator *>(&authenticator) != nullptr;
}

std::shared_ptr<Authenticator> authenticate::open()
{
    return std::make_shared<OpenAuthenticator>(false);
}

std::shared_ptr<Authenticator> authenticate::openInsecurely()
{
    return std::make_shared<OpenAuthenticator>(true);
}

} // namespace heliograph
