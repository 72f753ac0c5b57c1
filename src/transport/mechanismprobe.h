// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/mechanism.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <chrono>
#include <memory>
#include <optional>

namespace zmq {
class message_t;
class socket_t;
} // namespace zmq

namespace heliograph {

class Context;

/// Asks what listens at an endpoint by which mechanism it wants to see who comes. Its greeting says so (ZeroMQ's RFC 23), but ØMQ tells only one of two
/// ends that do not fit, and which one is chance. It hangs up before there is anything to let in or to refuse. Belongs to one thread.
class MechanismProbe
{
public:
    using Clock = std::chrono::steady_clock;
    /// How long it waits for an answer.
    static constexpr std::chrono::milliseconds patience{1000};

    /// Begins. \a endpoint is tcp or ipc; of another one nothing will be known.
    MechanismProbe(std::shared_ptr<Context> context, const QString &endpoint);
    ~MechanismProbe();
    Q_DISABLE_COPY_MOVE(MechanismProbe)

    /// Heeds what has come, without waiting. True when there is no more to come.
    [[nodiscard]] bool isOver();
    /// The mechanism, when it is over; nothing if the other end did not say, or has another one than there are.
    [[nodiscard]] std::optional<Mechanism> mechanism() const { return m_mechanism; }
    /// Waits until isOver() should be asked again, and not longer than until \a time.
    void wait(Clock::time_point time);

private:
    void take(zmq::message_t &id, const zmq::message_t &bytes);
    [[nodiscard]] bool greet(zmq::message_t &id);

    const std::shared_ptr<Context> m_context;
    const Clock::time_point m_end;
    std::unique_ptr<zmq::socket_t> m_socket; // null when it is over
    bool m_isConnected = false;
    QByteArray m_greeting; // as far as it came
    std::optional<Mechanism> m_mechanism;
};

} // namespace heliograph
