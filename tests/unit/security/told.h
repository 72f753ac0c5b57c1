// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

/// What a function that calls back tells, sooner or later, in whatever thread. Lives until then.
template <typename T>
class Told
{
public:
    /// To be called back.
    [[nodiscard]] std::function<void(const T &)> callback()
    {
        return [this](const T &value) {
            const std::lock_guard lock(m_mutex);
            m_value = value;
            ++m_count;
            m_told.notify_all(); // under the lock, or this might be gone already
        };
    }

    /// How often it was told by now.
    [[nodiscard]] int count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }
    /// Waits for it; throws std::bad_optional_access if it never comes.
    [[nodiscard]] T value() const
    {
        std::unique_lock lock(m_mutex);
        m_told.wait_for(lock, std::chrono::seconds(60), [this] { return m_count > 0; });
        return m_value.value();
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_told;
    std::optional<T> m_value; // protected by m_mutex, as is what follows
    int m_count = 0;
};
