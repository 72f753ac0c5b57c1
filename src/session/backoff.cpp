// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/backoff.h"

#include <algorithm>
#include <cmath>

namespace heliograph {

using std::chrono::milliseconds;

namespace {

milliseconds varied(milliseconds delay, double random)
{
    return std::max(milliseconds(1),
                    milliseconds(std::llround(double(delay.count()) * (0.8 + 0.4 * random))));
}

} // namespace

BackOff::BackOff(milliseconds first, milliseconds limit)
    : m_first(std::max(first, milliseconds(1))), m_limit(std::max(limit, m_first)), m_delay(m_first)
{
}

milliseconds BackOff::next(double random)
{
    const milliseconds delay = m_delay;
    m_delay = std::min(2 * m_delay, m_limit);
    return varied(delay, random);
}

milliseconds BackOff::early(milliseconds longest, double random) const
{
    return varied(std::min(longest, m_delay), random);
}

} // namespace heliograph
