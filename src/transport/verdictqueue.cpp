// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/verdictqueue.h"

#include <utility>

namespace heliograph {

void VerdictQueue::post(Decided decided)
{
    const std::lock_guard lock(m_mutex);
    if (!m_wake)
        return;
    m_decided.push_back(std::move(decided));
    m_wake();
}

std::vector<VerdictQueue::Decided> VerdictQueue::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_decided, {});
}

void VerdictQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
    m_decided.clear();
}

} // namespace heliograph
