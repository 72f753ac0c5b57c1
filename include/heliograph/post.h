// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <atomic>
#include <functional>
#include <memory>

class QObject;

namespace heliograph::detail {

/// A task that one thread hands to Qt and another thread runs. Qt's event queue and signals order the two threads
/// already, but with locks that the thread sanitizer cannot see; the seal says the same in words that it
/// understands.
class SealedTask
{
public:
    /// Seals \a task, with all that the calling thread wrote before.
    explicit SealedTask(std::function<void()> task)
        : m_task(std::make_unique<std::function<void()>>(std::move(task)))
    {
        seal();
    }
    SealedTask(SealedTask &&other) noexcept : m_task(std::move(other.m_task)) { seal(); }
    SealedTask &operator=(SealedTask &&) = delete;
    ~SealedTask() { (void)isSealed(); }

    /// Runs the task, and seals what it wrote: the thread that handed it to Qt may be the last to let go of it.
    void operator()() const
    {
        if (!isSealed())
            return;
        (*m_task)();
        seal();
    }

private:
    void seal() const { m_sealed.store(true, std::memory_order_release); }
    [[nodiscard]] bool isSealed() const { return m_sealed.load(std::memory_order_acquire); }

    std::unique_ptr<std::function<void()>> m_task;
    mutable std::atomic<bool> m_sealed = false;
};

/// Runs \a task in the thread of \a receiver when its event loop comes to it, and never if the receiver dies
/// before. From any thread; \a receiver is alive during the call.
HELIOGRAPH_EXPORT void post(QObject *receiver, std::function<void()> task);

} // namespace heliograph::detail
