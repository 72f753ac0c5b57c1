// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
// What Admission knows of where strangers come from.
#include "transport/admission.h"

#include <algorithm>

namespace heliograph {

std::optional<Origin> Admission::strangerAt(int descriptor) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(descriptor);
    if (found == m_connections.end())
        return Origin(); // gone before anybody heard of it
    return found->second.place != 0 ? std::optional(found->second.origin) : std::nullopt;
}

bool Admission::hasStranger(const QString &origin) const
{
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_strangers.begin(), m_strangers.end(), [&](const auto &stranger) {
        return m_connections.at(stranger.second).origin.name == origin;
    });
}

} // namespace heliograph
