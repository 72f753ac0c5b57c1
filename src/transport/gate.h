// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/verdictqueue.h"

#include <zmq.hpp>

#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace heliograph {

/// Answers ØMQ's question who may come in, for all sockets of a context: its ZAP handler (zmq_curve(7), ZeroMQ's RFC 27). It is there as long
/// as the context is, before any socket can listen: without one ØMQ would let in everybody. Whom nobody has let in stays out.
class Gate
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// One for a context. \a wake has the guard's thread call answer(); in any thread.
    Gate(zmq::context_t &context, std::function<void()> wake);
    ~Gate();
    Q_DISABLE_COPY_MOVE(Gate)

    /// Opens \a entrance, in any thread. It closes when nobody else has it any more, or by close().
    void open(const std::shared_ptr<Entrance> &entrance);
    /// Who asks for \a entrance from now on is refused. Any thread.
    void close(const Entrance &entrance);

    // ---- for the guard's thread

    /// Its requests are read when this can be.
    [[nodiscard]] zmq::socket_t &handle() { return m_socket; }
    /// Has those who wait in handle() decided upon; not all when they are many.
    void readRequests(TimePoint now);
    /// Answers those about whom was decided.
    void answer(TimePoint now);

private:
    [[nodiscard]] std::shared_ptr<Entrance> find(const QByteArray &domain);
    void ask(const ZapRequest &request, TimePoint now);
    void reply(const ZapRequest::Sender &sender, const std::string &pass, std::string_view refusal);

    zmq::socket_t m_socket;
    const std::shared_ptr<VerdictQueue> m_verdicts;                      // theirs too, who may outlive this
    std::mutex m_mutex;                                                  // protects what follows
    std::unordered_map<QByteArray, std::weak_ptr<Entrance>> m_entrances; // by domain
};

} // namespace heliograph
