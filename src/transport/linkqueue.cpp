// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/linkqueue.h"

#include <chrono>
#include <utility>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds longestWait = 1s;

} // namespace

void LinkQueue::post(const LinkEvent &event)
{
    const std::lock_guard lock(m_mutex);
    m_posted.push_back(event);
}

bool LinkQueue::takePosts()
{
    std::vector<LinkEvent> posted;
    {
        const std::lock_guard lock(m_mutex);
        posted.swap(m_posted);
    }
    for (auto &event : posted) {
        m_waiting.push_back({std::move(event), {}});
        m_waiting.back().age.start();
    }
    return !m_waiting.empty();
}

std::optional<LinkEvent> LinkQueue::next(bool allIsRead)
{
    if (m_waiting.empty())
        return std::nullopt;
    const Waiting &first = m_waiting.front();
    if (first.event.type == LinkEvent::Type::Disconnected && !allIsRead
        && !first.age.hasExpired(longestWait.count())) {
        return std::nullopt;
    }
    std::optional<LinkEvent> event = std::move(m_waiting.front().event);
    m_waiting.pop_front();
    return event;
}

} // namespace heliograph
