// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/descriptorroom.h"
#include "transport/framepool.h"

#include <QtCore/qglobal.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace zmq {
class context_t;
}

namespace heliograph {

class Guard;

/// The process's ØMQ context together with the guard thread that owns its monitors.
///
/// All sockets of a process share one context: inproc endpoints exist only within a context (zmq_inproc(7)).
/// It is created with the first socket and ends with the last one, which then waits for what still lingers.
/// Thread-safe.
class Context
{
public:
    /// The context in use, or a new one.
    [[nodiscard]] static std::shared_ptr<Context> shared();
    ~Context();
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

    [[nodiscard]] zmq::context_t &handle() { return *m_context; }
    [[nodiscard]] Guard &guard() { return *m_guard; }
    /// The memory of outgoing messages.
    [[nodiscard]] FramePool &frames() { return m_frames; }
    /// A number that this context gives out once, for inproc names of its own.
    [[nodiscard]] quint64 nextNumber() { return m_numbers.fetch_add(1, std::memory_order_relaxed); }

    /// The socket that listened at \a endpoint is being closed; ØMQ gives the endpoint up soon after, in its own thread.
    void noteClosed(const std::string &endpoint);
    /// Has \a tryOnce called, which says whether it found \a endpoint taken; again and again as long as it may be a socket of this process that has it,
    /// which was closed just now. The only wait of those who listen, of some 100 us.
    void whileClosing(const std::string &endpoint, const std::function<bool()> &tryOnce);

    /// From now on, while this context lives; see DescriptorRoom.
    void makeRoomForStrangers();

private:
    Context();
    [[nodiscard]] bool wasClosedJustNow(const std::string &endpoint);
    void forgetClosed();

    std::atomic<quint64> m_numbers = 1;
    std::mutex m_mutex; // protects the next two
    std::map<std::string, std::chrono::steady_clock::time_point> m_closed;
    std::optional<DescriptorRoom> m_room; // outlives whatever listens
    FramePool m_frames;                   // outlives the context, which gives memory back to it
    std::unique_ptr<zmq::context_t> m_context;
    std::unique_ptr<Guard> m_guard; // its thread's sockets must close before the context ends
};

} // namespace heliograph
