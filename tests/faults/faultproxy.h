// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <array>
#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

struct pollfd;

/// A TCP line that fails in the ways a test wants. Forwards each connection to its target, in a thread of its own. All
/// functions are for any thread, and what they ask for holds when they return: not one byte more comes through a stalled line.
class FaultProxy
{
public:
    enum Direction : quint8 { ClientToServer, ServerToClient };

    /// A line to \a target, "tcp://127.0.0.1:port", without faults.
    explicit FaultProxy(const QString &target);
    /// Cuts all connections.
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    /// Where clients find the target.
    [[nodiscard]] QString endpoint() const { return m_endpoint; }

    /// Cuts the \a connection-th connection, from 0, as soon as \a bytes have come through in \a direction.
    void cutAfter(Direction direction, qint64 bytes, int connection = 0);
    /// Turns \a bit, 0 to 7, of the byte at \a position in \a direction of the \a connection-th connection.
    void flipBit(Direction direction, qint64 position, int bit, int connection = 0);
    /// At most \a bytesPerMillisecond come through from now on in each direction of a connection; 0: as fast as can be.
    void limit(qint64 bytesPerMillisecond);
    /// Nothing comes through until goOn(), and nobody is told.
    void stall();
    void goOn();
    /// Cuts the connections that are there.
    void cutAll();
    /// Whether new connections are cut at once from now on.
    void refuse(bool on);

    /// How many connections clients have made, with those that were refused.
    [[nodiscard]] int connections() const;
    /// How many bytes have come through in \a direction of the newest connection.
    [[nodiscard]] qint64 forwarded(Direction direction) const;

private:
    using Clock = std::chrono::steady_clock;
    static constexpr int bufferSize = 64 * 1024;

    struct Faults
    {
        std::array<std::optional<qint64>, 2> cuts;
        std::array<std::optional<qint64>, 2> flips;
        int bit = 0;
    };
    /// The bytes of one direction; those that were read and not written yet are at [begin, end) of the buffer.
    struct Flow
    {
        std::vector<char> buffer = std::vector<char>(bufferSize);
        int begin = 0;
        int end = 0;
        qint64 read = 0;
        qint64 written = 0;
        bool hasEnded = false;      // nothing more will be read
        Clock::time_point paidUpTo; // by what was written, if there is a limit
    };
    /// Side 0 is the client's, side 1 the server's, and the flow of a number is read from the side of that number.
    struct Connection
    {
        int number = 0;
        std::array<int, 2> descriptors{-1, -1};
        std::array<Flow, 2> flows;
        std::array<pollfd *, 2> polled{}; // while a turn goes on
        bool isCut = false;
    };

    void run();
    void wake();
    [[nodiscard]] int preparePoll(std::vector<pollfd> &items);
    void accept();
    void serve(Connection &connection);
    void read(Connection &connection, int side);
    void write(Connection &connection, int from);
    [[nodiscard]] qint64 allowance(Flow &flow) const;
    [[nodiscard]] bool isDue(const Connection &connection) const;
    void close(Connection &connection);

    QString m_endpoint;
    quint16 m_target = 0;
    int m_listener = -1;
    int m_alarm = -1;

    // Held by the thread whenever it does not wait, so that a change of what follows here meets no turn half done.
    mutable std::mutex m_mutex;
    std::list<Connection> m_connections;
    std::map<int, Faults> m_faults; // by number of connection
    qint64 m_limit = 0;
    bool m_isStalled = false;
    bool m_isRefusing = false;
    bool m_isEnding = false;
    int m_made = 0;
    std::array<qint64, 2> m_forwarded{};

    std::thread m_thread;
};
