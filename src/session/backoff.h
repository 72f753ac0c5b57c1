// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace heliograph {

/// How long to pause before the next attempt to connect: doubling from a first delay up to a limit, each varied
/// at random by up to a fifth, so that the clients of a server that comes back do not all come at once.
class BackOff
{
public:
    /// \a first and \a limit are at least 1 ms.
    BackOff(std::chrono::milliseconds first, std::chrono::milliseconds limit);

    /// The pause before the next attempt. \a random is evenly spread over 0 to 1.
    [[nodiscard]] std::chrono::milliseconds next(double random);
    /// As next(), but not longer than about \a longest, and it does not grow.
    [[nodiscard]] std::chrono::milliseconds early(std::chrono::milliseconds longest, double random) const;
    /// The peer was reached: begin again.
    void reset() { m_delay = m_first; }

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_limit;
    std::chrono::milliseconds m_delay;
};

} // namespace heliograph
