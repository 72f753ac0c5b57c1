// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>

#include "security/attemptfault.h"
#include "security/endpointfault.h"
#include "security/username.h"

#include <QtCore/qstringbuilder.h>

namespace heliograph {

namespace {

class NamesAuthenticator final : public Authenticator
{
public:
    // A password need not be given, and is not looked at.
    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Plain; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        return clearTextFault(endpoint, QStringLiteral("A name that is believed"));
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = localAttemptFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        const QString user = normalUserName(attempt.user);
        if (const auto fault = userNameFault(user))
            return verdict.refuse(
                Error(ErrorCode::Refused, QStringLiteral("A user's name ") + *fault + u'.'));
        verdict.accept(user);
    }
};

} // namespace

std::shared_ptr<Authenticator> authenticate::trustedNames()
{
    return std::make_shared<NamesAuthenticator>();
}

} // namespace heliograph
