// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>

#include <QtCore/qmetaobject.h>

#include <condition_variable>
#include <mutex>

/// What an authenticator says of an attempt, sooner or later, in whatever thread.
class Decision
{
public:
    /// The verdict to be given; tells this decision, which lives until then.
    [[nodiscard]] heliograph::Verdict verdict()
    {
        return heliograph::Verdict([this](const heliograph::Verdict::Outcome &outcome) {
            const std::lock_guard lock(m_mutex);
            m_outcome = outcome;
            ++m_count;
            m_told.notify_all(); // under the lock, or this might be gone already
        });
    }

    /// How often it was told by now.
    [[nodiscard]] int count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }
    /// Waits for it. "user: ..." or why there is none: "Refused: ...", "Busy: ...".
    [[nodiscard]] QString text() const
    {
        std::unique_lock lock(m_mutex);
        if (!m_told.wait_for(lock, std::chrono::seconds(60), [this] { return m_count > 0; }))
            return QStringLiteral("never told");
        if (const auto *const user = std::get_if<QString>(&m_outcome))
            return QStringLiteral("user: ") + *user;
        const heliograph::Error &error = std::get<heliograph::Error>(m_outcome);
        return QLatin1StringView(QMetaEnum::fromType<heliograph::ErrorCode>().valueToKey(int(error.code())))
               + QStringLiteral(": ") + error.message();
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_told;
    heliograph::Verdict::Outcome m_outcome; // protected by m_mutex, as is what follows
    int m_count = 0;
};

/// What \a authenticator says of \a attempt.
inline QString decisionOf(heliograph::Authenticator &authenticator, const heliograph::Attempt &attempt)
{
    Decision decision;
    authenticator.decide(attempt, decision.verdict());
    return decision.text();
}
