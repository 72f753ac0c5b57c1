// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

class QThreadPool;

namespace heliograph::detail {

/// Runs \a task in a thread of \a pool, after all that the calling thread has done before. Any thread; the task throws nothing.
void runInPool(QThreadPool &pool, std::function<void()> task);

} // namespace heliograph::detail
