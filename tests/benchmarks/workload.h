// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>
#include <vector>

namespace heliograph::bench {

/// What one round asks of a Caller.
struct Workload
{
    enum class Kind {
        Calls,
        Signals,  // the server emits a signal so many times, as fast as it can; one subscriber
        FanOut,   // the same with many subscribers, so many times in all
        Property, // the server changes a property so many times, a thousand in a turn of its event loop
        Acquire,  // an object is acquired until its values are there, and let go of, so many times
        Connect,  // a new client connects, until the server has answered it, and goes, so many times
    };
    Kind kind = Kind::Calls;
    qint64 calls = 0; // at most this many, or what the kind says
    std::optional<std::chrono::milliseconds> duration =
        {};                  // stop sending after this time; what is in flight is awaited
    int window = 1;          // calls kept waiting, or clients kept connecting, at any time
    QByteArray payload = {}; // echoed; when empty the call is add()
};

/// What one round gave.
struct CallLog
{
    qint64 calls = 0;                                      // answered, and answered rightly
    std::chrono::nanoseconds elapsed{0};                   // first call sent until last answer seen
    std::vector<std::chrono::nanoseconds> roundTrips = {}; // one a call, and only when one was in flight
};

/// Whether \a answer is the echo of \a payload. Compares the size and both ends only, so that reading a large answer
/// whole does not become part of what is measured.
[[nodiscard]] bool isEchoOf(QByteArrayView payload, QByteArrayView answer);

/// Counts the calls of one Workload and tells when to send; every peer's loop uses it, so that all pay the same for it.
class CallCounter
{
public:
    using Clock = std::chrono::steady_clock;

    /// Starts the clock.
    explicit CallCounter(const Workload &workload);

    /// Whether a further call may be sent now.
    [[nodiscard]] bool maySend() const;

    /// Starts a call: before it is made, so that making it counts as part of its round trip.
    void begin();

    /// Ends a call.
    void answered();

    /// Ends a workload of another kind than calls: \a count of what it asked for has come.
    void finish(qint64 count);

    /// Whether all that was to be sent has been answered.
    [[nodiscard]] bool isDone() const;

    /// The number of the call to begin next, from 0.
    [[nodiscard]] qint64 next() const { return m_begun; }

    /// The result; once, when isDone().
    [[nodiscard]] CallLog takeLog();

private:
    qint64 m_limit;
    std::optional<Clock::duration> m_duration;
    int m_window;
    bool m_closed = false; // the time is up: nothing is sent any more
    qint64 m_begun = 0;
    CallLog m_log;
    Clock::time_point m_start;
    Clock::time_point m_lastBegun;
};

} // namespace heliograph::bench
