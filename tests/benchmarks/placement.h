// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <sched.h>

#include <vector>

namespace heliograph::bench {

/// On which cores client and servers run. Where the kernel happens to put them decides a round trip more than the peer
/// does (waking a thread on another, sleeping core costs tens of microseconds), and it changes its mind between
/// rounds; so round trips are measured at places that are chosen.
enum class Placement {
    Free,    // the kernel's choice
    Apart,   // client on one core, servers on another; the same core when there is only one
    OneCore, // all on one core
};

/// Puts this process and \a servers in their places, all threads of each, as long as it lives. Linux only
/// (sched_setaffinity(2)); threads that start meanwhile inherit the place of the thread that starts them.
class Placed
{
public:
    Placed(Placement placement, std::vector<qint64> servers);
    Placed(const Placed &) = delete;
    Placed &operator=(const Placed &) = delete;
    ~Placed();

private:
    cpu_set_t m_allowed; // of this process at first, given back at the end
    std::vector<qint64> m_servers;
};

} // namespace heliograph::bench
