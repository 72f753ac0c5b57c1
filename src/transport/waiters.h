// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>

namespace heliograph {

/// Those who wait for a verdict at one socket. Knows when nobody waits for it any more, so that nothing is worked out for who has gone.
class Waiters
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// True when it is of no use any more to decide; see Verdict.
    using Abandoned = std::shared_ptr<const std::atomic<bool>>;

    /// ØMQ hangs up on who has waited for \a patience.
    explicit Waiters(std::chrono::milliseconds patience) : m_patience(patience) {}
    Q_DISABLE_COPY_MOVE(Waiters)

    /// One more, who comes from \a origin, as Origin::name says it. He waits for as long as somebody keeps what this returns.
    [[nodiscard]] Abandoned add(const QString &origin, TimePoint now);
    /// Whether anybody waits who comes from \a origin.
    [[nodiscard]] bool isAny(const QString &origin) const;
    /// All who came from \a origin have gone.
    void abandon(const QString &origin);
    /// Forgets those who waited too long or wait no more.
    void expire(TimePoint now);

private:
    struct Waiter
    {
        QString origin;
        TimePoint since;
        std::weak_ptr<std::atomic<bool>> abandoned; // empty once there is a verdict

        void leave() const;
    };

    const std::chrono::milliseconds m_patience;
    std::deque<Waiter> m_waiters; // the oldest first
};

} // namespace heliograph
