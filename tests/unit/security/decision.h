// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "told.h"

#include <heliograph/authenticator.h>

#include <QtCore/qmetaobject.h>

/// What an authenticator says of an attempt, sooner or later, in whatever thread. Lives until then.
class Decision
{
public:
    /// The verdict to be given.
    [[nodiscard]] heliograph::Verdict verdict() { return heliograph::Verdict(m_told.callback()); }

    /// How often it was told by now.
    [[nodiscard]] int count() const { return m_told.count(); }
    /// Waits for it. "user: ..." or why there is none: "Refused: ...", "Busy: ...".
    [[nodiscard]] QString text() const
    {
        const heliograph::Verdict::Outcome outcome = m_told.value();
        if (const auto *const user = std::get_if<QString>(&outcome))
            return QStringLiteral("user: ") + *user;
        const auto &error = std::get<heliograph::Error>(outcome);
        return QLatin1StringView(QMetaEnum::fromType<heliograph::ErrorCode>().valueToKey(int(error.code())))
               + QStringLiteral(": ") + error.message();
    }

private:
    Told<heliograph::Verdict::Outcome> m_told;
};

/// What \a authenticator says of \a attempt.
inline QString decisionOf(heliograph::Authenticator &authenticator, const heliograph::Attempt &attempt)
{
    Decision decision;
    authenticator.decide(attempt, decision.verdict());
    return decision.text();
}
