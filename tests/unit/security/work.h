// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>

/// What the processor works by \a clock in \a task, in seconds: other programs make no difference.
template <typename Task>
double workOf(Task task, clockid_t clock = CLOCK_THREAD_CPUTIME_ID)
{
    const auto now = [clock] {
        timespec time = {};
        ::clock_gettime(clock, &time);
        return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
    };
    const double begin = now();
    task();
    return now() - begin;
}

/// The same, for all threads of this process.
template <typename Task>
double processWorkOf(Task task)
{
    return workOf(task, CLOCK_PROCESS_CPUTIME_ID);
}
