// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <deque>
#include <functional>
#include <mutex>

namespace heliograph {

/// Threads for what takes so long that nobody should have to wait for it: so many tasks at once, the others after them in the order
/// in which they came. The threads are there while there is something to do. Unlike QThreadPool it tells when there can be none.
///
/// Never destroyed: other threads may still hand tasks to it, and its own run them, while the process ends. Any thread.
class WorkThreads
{
public:
    /// At most \a most at once.
    explicit WorkThreads(int most) : m_most(most) {}
    ~WorkThreads() = delete;
    Q_DISABLE_COPY_MOVE(WorkThreads)

    /// Has \a task run, which throws nothing. False if there is neither a thread nor memory for it; then it never is.
    [[nodiscard]] bool run(std::function<void()> task);

private:
    [[nodiscard]] bool start();
    void work();

    const int m_most;
    std::mutex m_mutex; // protects what follows
    std::deque<std::function<void()>> m_tasks;
    int m_count = 0; // threads
};

} // namespace heliograph
