// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qhash.h>

#include <chrono>

namespace heliograph {

/// Counts attempts that failed, so that nobody tries passwords or names at leisure: 20 at once, then 5 a second, for each group
/// (see Origin). Bounded, however many groups there are.
class FailureRates
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// True when \a group has failed so often that it may not try again yet.
    [[nodiscard]] bool isTooMany(const QByteArray &group, TimePoint now) const;
    /// An attempt of \a group has failed.
    void note(const QByteArray &group, TimePoint now);
    /// Of how many groups something is known.
    [[nodiscard]] qsizetype size() const { return m_forgiven.size(); }

private:
    QHash<QByteArray, TimePoint> m_forgiven; // when each may fail as often again as anybody
};

} // namespace heliograph
