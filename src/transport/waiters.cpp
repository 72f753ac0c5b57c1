// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/waiters.h"

#include <algorithm>

namespace heliograph {

void Waiters::Waiter::leave() const
{
    if (const auto flag = abandoned.lock())
        *flag = true;
}

Waiters::Abandoned Waiters::add(const QString &origin, TimePoint now)
{
    expire(now);
    auto abandoned = std::make_shared<std::atomic<bool>>(false);
    m_waiters.push_back({.origin = origin, .since = now, .abandoned = abandoned});
    return abandoned;
}

bool Waiters::isAny(const QString &origin) const
{
    return std::any_of(m_waiters.begin(), m_waiters.end(), [&origin](const Waiter &waiter) {
        return waiter.origin == origin && !waiter.abandoned.expired();
    });
}

void Waiters::abandon(const QString &origin)
{
    std::erase_if(m_waiters, [&origin](const Waiter &waiter) {
        if (waiter.origin != origin)
            return false;
        waiter.leave();
        return true;
    });
}

void Waiters::expire(TimePoint now)
{
    while (!m_waiters.empty()
           && (m_waiters.front().abandoned.expired() || now - m_waiters.front().since >= m_patience)) {
        m_waiters.front().leave();
        m_waiters.pop_front();
    }
}

} // namespace heliograph
