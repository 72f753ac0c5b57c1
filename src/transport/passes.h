// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/identity.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace heliograph {

/// Those who were let in and have not sent anything yet. Each has a pass, which ØMQ shows with the connection's messages
/// (User-Id): a random number of 128 bits, as anybody could make up what is less. Thread-safe.
class Passes
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// One that is not used for \a lifetime is of no use any more.
    explicit Passes(std::chrono::milliseconds lifetime) : m_lifetime(lifetime) {}
    Q_DISABLE_COPY_MOVE(Passes)

    /// A new pass for \a identity: 32 characters. Empty when too many are unused.
    [[nodiscard]] std::string issue(const Identity &identity, TimePoint now);
    /// Whom \a pass was issued for, once; then, and if it is none of these, null.
    [[nodiscard]] std::shared_ptr<const Identity> take(const std::string &pass);
    /// Drops those that were not used in time. To be called when no message that might show one is unread.
    void expire(TimePoint now);
    /// Whether all are used; at no cost.
    [[nodiscard]] bool isEmpty() const { return m_unused.load(std::memory_order_relaxed) == 0; }

private:
    struct Issued
    {
        TimePoint time;
        std::string pass; // may be used by now
    };

    const std::chrono::milliseconds m_lifetime;
    std::atomic<std::size_t> m_unused = 0;
    std::mutex m_mutex;                                                            // protects what follows
    std::unordered_map<std::string, std::shared_ptr<const Identity>> m_identities; // by pass
    std::deque<Issued> m_order;                                                    // the oldest first
};

} // namespace heliograph
