// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "faultproxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

using namespace std::chrono_literals;

namespace {

constexpr auto longestBurst = 10ms; // that a flow may catch up with when it was not looked after

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A line does not gather bytes.
void sendAtOnce(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

bool isRetry(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

FaultProxy::FaultProxy(const QString &target)
    : m_target(QStringView(target).sliced(target.lastIndexOf(u':') + 1).toUShort()),
      m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
      m_alarm(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    auto *const bytes = reinterpret_cast<sockaddr *>(&address);
    if (m_alarm < 0 || ::bind(m_listener, bytes, size) != 0 || ::listen(m_listener, 128) != 0
        || ::getsockname(m_listener, bytes, &size) != 0)
        qFatal("No proxy can be made: %s", std::strerror(errno));
    m_endpoint = QStringLiteral("tcp://127.0.0.1:%1").arg(ntohs(address.sin_port));
    m_thread = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
        wake();
    }
    m_thread.join();
    for (Connection &connection : m_connections)
        close(connection);
    ::close(m_listener);
    ::close(m_alarm);
}

void FaultProxy::cutAfter(Direction direction, qint64 bytes, int connection)
{
    const std::lock_guard lock(m_mutex);
    m_faults[connection].cuts[direction] = bytes;
    wake();
}

void FaultProxy::flipBit(Direction direction, qint64 position, int bit, int connection)
{
    const std::lock_guard lock(m_mutex);
    m_faults[connection].flips[direction] = position;
    m_faults[connection].bit = bit;
}

void FaultProxy::limit(qint64 bytesPerMillisecond)
{
    const std::lock_guard lock(m_mutex);
    m_limit = bytesPerMillisecond;
    wake();
}

void FaultProxy::stall()
{
    const std::lock_guard lock(m_mutex);
    m_isStalled = true;
    wake();
}

void FaultProxy::goOn()
{
    const std::lock_guard lock(m_mutex);
    m_isStalled = false;
    wake();
}

void FaultProxy::cutAll()
{
    const std::lock_guard lock(m_mutex);
    for (Connection &connection : m_connections)
        connection.isCut = true;
    wake();
}

void FaultProxy::refuse(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_isRefusing = on;
}

int FaultProxy::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_made;
}

qint64 FaultProxy::forwarded(Direction direction) const
{
    const std::lock_guard lock(m_mutex);
    return m_forwarded[direction];
}

void FaultProxy::wake()
{
    ::eventfd_write(m_alarm, 1);
}

// ---- the thread

void FaultProxy::run()
{
    std::vector<pollfd> items;
    std::unique_lock lock(m_mutex);
    while (!m_isEnding) {
        const int timeout = preparePoll(items);
        lock.unlock();
        ::poll(items.data(), items.size(), timeout);
        lock.lock();
        eventfd_t rings = 0;
        ::eventfd_read(m_alarm, &rings);
        for (Connection &connection : m_connections)
            serve(connection);
        m_connections.remove_if([](const Connection &connection) { return connection.isCut; });
        if (items[1].revents != 0)
            accept();
    }
}

/// Fills \a items with what to wait for, and returns for how long: ms, -1 without end.
int FaultProxy::preparePoll(std::vector<pollfd> &items)
{
    items.assign({{m_alarm, POLLIN, 0}, {m_listener, POLLIN, 0}});
    items.reserve(2 + 2 * m_connections.size()); // the connections point into it
    int timeout = -1;
    for (Connection &connection : m_connections) {
        for (std::size_t side : {0, 1}) {
            const Flow &in = connection.flows[side];
            Flow &out = connection.flows[1 - side];
            short events = in.begin == in.end && !in.hasEnded ? POLLIN : 0;
            if (out.begin != out.end && allowance(out) > 0)
                events |= POLLOUT;
            else if (out.begin != out.end)
                timeout = 1;
            // poll() also tells of ends that nobody wants to hear of, unless it is not asked at all.
            const bool isWanted = events != 0 && !m_isStalled;
            items.push_back({isWanted ? connection.descriptors[side] : -1, events, 0});
            connection.polled[side] = &items.back();
        }
    }
    return m_isStalled ? -1 : timeout;
}

void FaultProxy::accept()
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return;
    Connection connection;
    connection.number = m_made++;
    m_forwarded = {};
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connection.descriptors = {client, server};
    const sockaddr_in address = loopback(m_target);
    // Waits, but only for a listener of this machine.
    if (m_isRefusing || isDue(connection)
        || ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        close(connection);
        return;
    }
    sendAtOnce(client);
    sendAtOnce(server);
    m_connections.push_back(std::move(connection));
}

void FaultProxy::serve(Connection &connection)
{
    for (int side : {0, 1}) {
        if (connection.isCut || m_isStalled || !connection.polled[side])
            continue;
        const short events = connection.polled[side]->revents;
        if (events & (POLLIN | POLLHUP | POLLERR))
            read(connection, side);
        if (events & POLLOUT)
            write(connection, 1 - side);
    }
    connection.polled = {};
    if (connection.isCut || isDue(connection))
        close(connection);
}

void FaultProxy::read(Connection &connection, int side)
{
    Flow &flow = connection.flows[side];
    if (flow.begin != flow.end || flow.hasEnded)
        return;
    const ssize_t count =
        ::recv(connection.descriptors[side], flow.buffer.data(), flow.buffer.size(), MSG_DONTWAIT);
    if (count < 0 && isRetry(errno))
        return;
    if (count < 0) {
        connection.isCut = true;
        return;
    }
    if (count == 0) {
        flow.hasEnded = true;
        ::shutdown(connection.descriptors[1 - side], SHUT_WR);
        connection.isCut = connection.flows[1 - side].hasEnded;
        return;
    }
    if (const auto faults = m_faults.find(connection.number); faults != m_faults.end()) {
        const std::optional<qint64> flip = faults->second.flips[side];
        if (flip && *flip >= flow.read && *flip < flow.read + count)
            flow.buffer[*flip - flow.read] ^= char(1 << faults->second.bit);
    }
    flow.begin = 0;
    flow.end = int(count);
    flow.read += count;
}

void FaultProxy::write(Connection &connection, int from)
{
    Flow &flow = connection.flows[from];
    qint64 size = std::min<qint64>(flow.end - flow.begin, allowance(flow));
    if (const auto faults = m_faults.find(connection.number); faults != m_faults.end())
        size = std::min(size, faults->second.cuts[from].value_or(size + flow.written) - flow.written);
    if (size <= 0)
        return;
    const ssize_t count = ::send(connection.descriptors[1 - from], flow.buffer.data() + flow.begin,
                                 std::size_t(size), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) {
        connection.isCut = !isRetry(errno);
        return;
    }
    flow.begin += int(count);
    flow.written += count;
    if (m_limit > 0)
        flow.paidUpTo += std::chrono::microseconds(count * 1000 / m_limit);
    if (connection.number == m_made - 1)
        m_forwarded[from] = flow.written;
}

/// How many bytes of \a flow may be written now.
qint64 FaultProxy::allowance(Flow &flow) const
{
    if (m_limit == 0)
        return bufferSize;
    const Clock::time_point now = Clock::now();
    flow.paidUpTo = std::max(flow.paidUpTo, now - longestBurst);
    const auto saved = std::chrono::duration_cast<std::chrono::microseconds>(now - flow.paidUpTo);
    return saved.count() * m_limit / 1000;
}

bool FaultProxy::isDue(const Connection &connection) const
{
    const auto faults = m_faults.find(connection.number);
    if (faults == m_faults.end())
        return false;
    const auto isOver = [&](int side) {
        const std::optional<qint64> cut = faults->second.cuts[side];
        return cut && connection.flows[side].written >= *cut;
    };
    return isOver(ClientToServer) || isOver(ServerToClient);
}

void FaultProxy::close(Connection &connection)
{
    connection.isCut = true;
    for (int &descriptor : connection.descriptors) {
        if (descriptor >= 0)
            ::close(descriptor);
        descriptor = -1;
    }
}
