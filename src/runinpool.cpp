// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "runinpool.h"

#include <heliograph/post.h>

#include <QtCore/qthreadpool.h>

namespace heliograph {

namespace {

class PoolTask final : public QRunnable
{
public:
    explicit PoolTask(std::function<void()> task) : m_task(std::move(task)) {}
    void run() override { m_task(); }

private:
    const detail::SealedTask m_task;
};

} // namespace

void detail::runInPool(QThreadPool &pool, std::function<void()> task)
{
    pool.start(new PoolTask(std::move(task))); // which deletes it
}

} // namespace heliograph
