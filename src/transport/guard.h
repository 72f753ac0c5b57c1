// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"

#include <functional>
#include <memory>

namespace zmq {
class context_t;
}

namespace heliograph {

class Admission;
class Entrance;
class Gate;
class Monitor;

/// A thread that reads all monitors of a context, so that a busy application thread can neither stall ØMQ's
/// I/O thread (whose monitor events are sent blocking) nor miss the loss of a peer, nor keep anybody at the gate. It also sees to
/// it that strangers are let go in time.
class Guard
{
public:
    using Sink = std::function<void(const LinkEvent &)>;

    explicit Guard(zmq::context_t &context);
    /// Ends the thread; no sink is called afterwards.
    ~Guard();
    Guard(const Guard &) = delete;
    Guard &operator=(const Guard &) = delete;

    /// Hands \a monitor to the guard thread, which calls \a sink for each event, and has \a admission, if there is any, look
    /// after the socket's connections. \a entrance, if the socket has one, hears of those who do not wait to be let in any more. Returns the
    /// key for remove().
    [[nodiscard]] quint64 add(std::unique_ptr<Monitor> monitor, Sink sink,
                              std::shared_ptr<Admission> admission = nullptr,
                              std::shared_ptr<Entrance> entrance = nullptr);
    /// Returns once the sink will not be called any more and the monitor is closed. Must be called before the
    /// monitored socket closes. Not from a sink.
    void remove(quint64 key);

    /// Where it is decided who may come in; it works in the guard's thread.
    [[nodiscard]] Gate &gate();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace heliograph
