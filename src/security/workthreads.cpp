// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/workthreads.h"

#include <thread>
#include <utility>

namespace heliograph {

bool WorkThreads::run(std::function<void()> task)
{
    const std::lock_guard lock(m_mutex);
    if (m_count < m_most && !start() && m_count == 0)
        return false;
    try {
        m_tasks.push_back(std::move(task));
        return true;
    } catch (const std::bad_alloc &) {
        return false;
    }
}

// Under the lock, for which the new thread waits.
bool WorkThreads::start()
{
    try {
        std::thread([this] { work(); }).detach();
        ++m_count;
        return true;
    } catch (const std::exception &) { // std::system_error, std::bad_alloc
        return false;
    }
}

void WorkThreads::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_tasks.empty()) {
        std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        task = nullptr; // not under the lock, or what it lets go of could not come back here
        lock.lock();
    }
    --m_count;
}

} // namespace heliograph
