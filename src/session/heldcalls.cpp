// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/heldcalls.h"

namespace heliograph {

void HeldCalls::count(const Held &held, int difference)
{
    Tally &tally = held.id == 0 ? m_oneWay : m_calls;
    tally.count += size_t(difference);
    tally.bytes += difference * held.payload.size();
}

void HeldCalls::add(Held held)
{
    count(held, 1);
    m_held.push_back(std::move(held));
}

HeldCalls::Held HeldCalls::takeFirst()
{
    Held held = std::move(m_held.front());
    m_held.pop_front();
    m_due -= m_due > 0 ? 1 : 0;
    count(held, -1);
    return held;
}

template <typename Which>
void HeldCalls::drop(Which which)
{
    size_t number = 0;
    const size_t due = m_due;
    std::erase_if(m_held, [&](const Held &held) {
        const bool isDue = number++ < due;
        if (!which(held))
            return false;
        m_due -= isDue ? 1 : 0;
        count(held, -1);
        return true;
    });
}

void HeldCalls::cancel(quint64 id)
{
    drop([id](const Held &held) { return held.id == id; });
}

void HeldCalls::cancelAll()
{
    drop([](const Held &held) { return held.id != 0; });
}

} // namespace heliograph
