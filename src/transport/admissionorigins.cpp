// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
// What Admission knows of where strangers come from.
#include "transport/admission.h"
#include "transport/connection.h"

#include <algorithm>

namespace heliograph {

std::optional<QString> Admission::departing(int descriptor) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(descriptor);
    if (found == m_connections.end())
        return QString(); // gone before anybody heard of it
    const Connection &known = found->second;
    if (known.place != 0)
        return known.origin;
    // While the admitted one is there still it was one before.
    return connection::cookie(descriptor) == known.cookie ? std::optional(QString()) : std::nullopt;
}

bool Admission::hasStranger(const QString &origin) const
{
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_strangers.begin(), m_strangers.end(), [&](const auto &stranger) {
        return m_connections.at(stranger.second).origin == origin;
    });
}

} // namespace heliograph
