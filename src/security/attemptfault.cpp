// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/attemptfault.h"

namespace heliograph {

std::optional<Error> mechanismFault(const Attempt &attempt, Mechanism expected)
{
    if (attempt.mechanism == expected)
        return std::nullopt;
    return Error(ErrorCode::Refused,
                 QStringLiteral("The client comes with another mechanism than this server asks for."));
}

std::optional<Error> localAttemptFault(const Attempt &attempt, Mechanism expected)
{
    if (auto fault = mechanismFault(attempt, expected))
        return fault;
    if (attempt.isLocal)
        return std::nullopt;
    return Error(ErrorCode::Refused,
                 QStringLiteral("The client comes from another host, %1.").arg(attempt.address));
}

} // namespace heliograph
