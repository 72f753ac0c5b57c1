// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/linkqueue.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds longestWait = 1s;
// Of clients that were refused: they take no descriptor any more, and tell much the same.
constexpr auto mostRefused = 64;

} // namespace

void LinkQueue::post(const LinkEvent &event)
{
    const std::lock_guard lock(m_mutex);
    // Once is enough, and bounds what a thread that does not read them has to keep, as descriptors are few.
    if (std::find(m_posted.begin(), m_posted.end(), event) != m_posted.end())
        return;
    const auto isRefusal = [](const LinkEvent &posted) {
        return posted.type == LinkEvent::Type::ClientRefused;
    };
    if (!isRefusal(event) || std::count_if(m_posted.begin(), m_posted.end(), isRefusal) < mostRefused)
        m_posted.push_back(event);
}

bool LinkQueue::takePosts()
{
    std::vector<LinkEvent> posted;
    {
        const std::lock_guard lock(m_mutex);
        posted.swap(m_posted);
    }
    for (const auto &event : posted)
        takeOver(event);
    return !m_waiting.empty();
}

void LinkQueue::takeOver(const LinkEvent &event)
{
    if (event.type == LinkEvent::Type::Disconnected && event.isComplete) {
        if (std::exchange(m_wasToldIncomplete, false))
            return;
        const auto incomplete = std::find_if(m_waiting.begin(), m_waiting.end(), [](const Waiting &waiting) {
            return !waiting.event.isComplete;
        });
        if (incomplete != m_waiting.end()) {
            incomplete->event.isComplete = true;
            return;
        }
    }
    m_waiting.push_back({event, {}});
    m_waiting.back().age.start();
}

bool LinkQueue::isComplete() const
{
    return std::all_of(m_waiting.begin(), m_waiting.end(),
                       [](const Waiting &waiting) { return waiting.event.isComplete; });
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
    m_wasToldIncomplete |= !std::exchange(event->isComplete, true);
    return event;
}

} // namespace heliograph
