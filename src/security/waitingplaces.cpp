// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/waitingplaces.h"

#include <QtCore/qhash.h>

#include <mutex>

namespace heliograph {

struct WaitingPlaces::Counts
{
    const int most;
    const int mostOfOrigin;
    std::mutex mutex = {}; // protects what follows
    int taken = 0;
    QHash<QString, int> takenBy = {}; // origin -> how many, none of them 0

    [[nodiscard]] bool take(const QString &origin)
    {
        const std::lock_guard lock(mutex);
        if (taken >= most || (!origin.isEmpty() && takenBy.value(origin) >= mostOfOrigin))
            return false;
        ++takenBy[origin];
        ++taken;
        return true;
    }

    void leave(const QString &origin)
    {
        const std::lock_guard lock(mutex);
        if (--takenBy[origin] == 0)
            takenBy.remove(origin);
        --taken;
    }
};

WaitingPlaces::WaitingPlaces(int most, int mostOfOrigin)
    : m_counts(new Counts{.most = most, .mostOfOrigin = mostOfOrigin})
{
}

WaitingPlaces::Place WaitingPlaces::take(const QString &origin)
{
    if (!m_counts->take(origin))
        return nullptr;
    return {m_counts.get(), [counts = m_counts, origin](void *) { counts->leave(origin); }};
}

} // namespace heliograph
