// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/visitors.h"

#include "transport/connection.h"
#include "transport/entrance.h"

#include <algorithm>

namespace heliograph {

std::shared_ptr<const Identity> Visitors::identify(const ReceivedMessage &message, const char *pass)
{
    if (!pass)
        return nullptr;
    if (const auto known = m_visitors.find(message.peer()); known != m_visitors.end())
        return known->second.pass == pass ? known->second.identity : nullptr;
    std::shared_ptr<const Identity> identity = m_entrance->passes().take(pass);
    if (!identity)
        return nullptr;
    const int descriptor = message.descriptor();
    m_visitors.emplace(message.peer(), Visitor{.pass = pass,
                                               .identity = identity,
                                               .descriptor = descriptor,
                                               .cookie = connection::cookie(descriptor)});
    return identity;
}

/// In two steps: whose connection is gone may have sent something that is unread. ØMQ closes a connection's descriptor after it handed over its
/// last message, so when that is found closed, and then everything is found read, no more will come.
void Visitors::noteAllRead()
{
    if (m_isAnyGone) {
        std::erase_if(m_visitors, [](const auto &known) { return known.second.isGone; });
        m_isAnyGone = false;
        m_nextLook = std::max(firstLook, 2 * m_visitors.size());
    }
    if (m_visitors.size() >= m_nextLook)
        markGone();
    if (!m_entrance->passes().isEmpty())
        m_entrance->passes().expire(Entrance::TimePoint::clock::now());
}

void Visitors::markGone()
{
    for (auto &[peer, visitor] : m_visitors) {
        visitor.isGone = !visitor.cookie || connection::cookie(visitor.descriptor) != visitor.cookie;
        m_isAnyGone |= visitor.isGone;
    }
    m_nextLook = 2 * m_visitors.size(); // when those who are gone are forgotten, less
}

} // namespace heliograph
