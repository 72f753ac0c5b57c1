// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/failurerates.h"

#include <algorithm>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr int burst = 20;
constexpr std::chrono::steady_clock::duration interval = 200ms;
constexpr qsizetype mostGroups = 1024;

} // namespace

// Each failure costs an interval, and time gives it back; so one point in time says how many are left.

bool FailureRates::isTooMany(const QByteArray &group, TimePoint now) const
{
    const auto found = m_forgiven.constFind(group);
    return found != m_forgiven.cend() && *found - now > (burst - 1) * interval;
}

void FailureRates::note(const QByteArray &group, TimePoint now)
{
    if (m_forgiven.size() >= mostGroups && !m_forgiven.contains(group)) {
        // The first that is forgiven all: nothing is lost if that has happened already.
        m_forgiven.erase(std::min_element(m_forgiven.cbegin(), m_forgiven.cend()));
    }
    TimePoint &forgiven = m_forgiven[group];
    forgiven = std::min(std::max(forgiven, now) + interval, now + burst * interval);
}

} // namespace heliograph
