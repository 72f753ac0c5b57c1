// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/descriptorroom.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>
#include <mutex>

namespace heliograph {

namespace {

// More than strangers can connect while the guard's thread waits for its turn.
constexpr rlim_t most = 4096;

/// What was made of the process's limit, of which there is one.
struct Raise
{
    std::mutex mutex; // protects the rest
    int users = 0;
    rlim_t before = 0;
    rlim_t raised = 0; // what it was set to, by which our own doing is known
};

Raise &raise()
{
    static Raise only;
    return only;
}

} // namespace

DescriptorRoom::DescriptorRoom()
{
    const std::lock_guard lock(raise().mutex);
    rlimit limit{};
    if (raise().users++ > 0 || ::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    raise().before = limit.rlim_cur;
    if (limit.rlim_cur != RLIM_INFINITY)
        limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? limit.rlim_cur + most
                                                         : std::min(limit.rlim_cur + most, limit.rlim_max);
    raise().raised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : raise().before;
}

DescriptorRoom::~DescriptorRoom()
{
    const std::lock_guard lock(raise().mutex);
    rlimit limit{};
    if (--raise().users > 0 || ::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur != raise().raised)
        return;
    limit.rlim_cur = raise().before;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

quint64 DescriptorRoom::usable()
{
    const std::lock_guard lock(raise().mutex);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return std::numeric_limits<quint64>::max();
    return raise().users > 0 && limit.rlim_cur == raise().raised ? raise().before : limit.rlim_cur;
}

} // namespace heliograph
