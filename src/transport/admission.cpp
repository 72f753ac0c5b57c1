// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/admission.h"

#include "transport/connection.h"
#include "transport/descriptorroom.h"

#include <algorithm>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr auto goodbyeTime = 1s;
constexpr auto reportInterval = 1s; // so that a flood does not fill the log
// How often to look how much strangers send. They have nothing to say but a greeting.
constexpr auto strangersLookInterval = 250ms;
constexpr quint64 strangersBytes = 1024 * 1024;
// When a server is back, all its clients come at once. If then the oldest made room for the newest none would ever be done.
constexpr auto burstTime = 1s;
constexpr std::size_t mostCondemned = 64;

} // namespace

void Admission::setWake(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

// ---- the guard's thread

void Admission::note(const LinkEvent &event, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    if (event.type == LinkEvent::Type::Accepted)
        return accepted(event, now);
    if (event.type != LinkEvent::Type::Disconnected)
        return;
    // This may be of one before, while the number's next connection was admitted already. Or it may come before the Accepted of the
    // same connection, as these events come from different threads of ØMQ's: then the cookie is gone when that comes.
    const auto found = m_connections.find(event.fd);
    if (found != m_connections.end()
        && (found->second.place != 0 || connection::cookie(event.fd) != found->second.cookie))
        remove(found);
}

void Admission::accepted(const LinkEvent &event, TimePoint now)
{
    const std::optional<quint64> cookie = connection::cookie(event.fd);
    if (!cookie || !connection::isOf(event.fd, event.endpoint))
        return; // gone again
    if (const auto before = m_connections.find(event.fd); before != m_connections.end()) {
        if (before->second.cookie == *cookie)
            return; // known to the socket's thread already
        remove(before);
    }
    addStranger(event.fd, *cookie, now);
    if (const auto condemned = m_condemned.extract(*cookie))
        return cutConnection(m_connections.find(event.fd), condemned.mapped());
    if (qint64(m_connections.size()) > qint64(m_limits.sessions) + m_limits.halfOpen)
        cutOldest("too many had connected");
    if (!m_strangers.empty() && isReserved(event.fd))
        cutOldest("descriptors are running out");
}

void Admission::addStranger(int descriptor, quint64 cookie, TimePoint now)
{
    if (m_strangers.empty())
        m_strangersLook = now + strangersLookInterval;
    m_strangers.emplace(++m_lastPlace, descriptor);
    m_connections.emplace(descriptor, Connection{.cookie = cookie,
                                                 .since = now,
                                                 .place = m_lastPlace,
                                                 .origin = connection::origin(descriptor)});
}

/// The system gives out the lowest free number, so a high one says how many are in use.
bool Admission::isReserved(int descriptor) const
{
    if (descriptor < 0)
        return false;
    const quint64 usable = DescriptorRoom::usable();
    const quint64 reserve = std::min(quint64(m_limits.reservedDescriptors), usable / 4);
    return quint64(descriptor) >= usable - reserve;
}

void Admission::remove(Connections::iterator connection)
{
    m_strangers.erase(connection->second.place);
    m_connections.erase(connection);
}

/// When there are any.
Admission::Connections::iterator Admission::oldestStranger()
{
    return m_connections.find(m_strangers.begin()->second);
}

void Admission::cutOldest(const char *reason)
{
    cutConnection(oldestStranger(), QString::fromLatin1(reason));
}

void Admission::cutConnection(Connections::iterator connection, const QString &reason)
{
    const int descriptor = connection->first;
    const QString address = connection::peerAddress(descriptor);
    if (connection::cut(descriptor, connection->second.cookie)) {
        ++m_cuts;
        m_lastCut = QStringLiteral("%1: %2").arg(address, reason);
    }
    remove(connection);
}

std::vector<int> Admission::look(TimePoint now)
{
    cutSilent(now);
    const std::lock_guard lock(m_mutex);
    std::vector<int> overdue;
    if (!m_strangers.empty() && m_strangersLook <= now)
        lookAtStrangers(now, overdue);
    while (!m_expelled.empty() && m_expelled.begin()->first <= now) {
        const auto found = m_connections.find(m_expelled.begin()->second);
        m_expelled.erase(m_expelled.begin());
        if (found != m_connections.end() && found->second.expelled && *found->second.expelled <= now)
            cutConnection(found, QStringLiteral("it stayed when its session was over"));
    }
    return overdue;
}

void Admission::lookAtStrangers(TimePoint now, std::vector<int> &overdue)
{
    m_strangersLook = now + strangersLookInterval;
    while (int(m_strangers.size()) > m_limits.halfOpen && now - oldestStranger()->second.since >= burstTime)
        cutOldest("too many had connected that said nothing");
    std::vector<Connections::iterator> talkative;
    for (const auto &[place, descriptor] : m_strangers) {
        const auto found = m_connections.find(descriptor);
        Connection &stranger = found->second;
        if (now - stranger.since >= m_limits.helloTime && !std::exchange(stranger.isOverdue, true))
            overdue.push_back(descriptor);
        if (connection::bytesReceived(descriptor).value_or(0) > strangersBytes)
            talkative.push_back(found);
    }
    for (const Connections::iterator &stranger : talkative)
        cutConnection(stranger, QStringLiteral("it sent much, but no greeting"));
}

std::optional<Admission::TimePoint> Admission::nextLook() const
{
    const std::lock_guard lock(m_mutex);
    std::optional<TimePoint> next;
    const auto consider = [&](TimePoint time) { next = next ? std::min(*next, time) : time; };
    // Those that are overdue are the other thread's matter, but may still send much.
    if (!m_strangers.empty())
        consider(m_strangersLook);
    if (!m_expelled.empty())
        consider(m_expelled.begin()->first);
    if (m_silenceLook)
        consider(*m_silenceLook);
    if (m_cuts > 0)
        consider(m_lastReport + reportInterval);
    return next;
}

// ---- the socket's thread

/// Waking takes the guard's lock, which is not for under this one.
void Admission::wakeAndUnlock(std::unique_lock<std::mutex> &lock)
{
    const std::function<void()> wake = m_wake;
    lock.unlock();
    if (wake)
        wake();
}

/// The connection of \a cookie, or, without one, the stranger at \a descriptor; else the end.
Admission::Connections::iterator Admission::find(int descriptor, std::optional<quint64> cookie)
{
    const auto found = m_connections.find(descriptor);
    if (found == m_connections.end())
        return found;
    const bool isMeant = cookie ? found->second.cookie == *cookie : found->second.place != 0;
    return isMeant ? found : m_connections.end();
}

bool Admission::isKnown(int descriptor, quint64 cookie) const
{
    const auto found = m_connections.find(descriptor);
    return found != m_connections.end() && found->second.cookie == cookie;
}

void Admission::admit(int descriptor, quint64 cookie)
{
    const bool isOverNetwork = connection::silence(descriptor).has_value();
    std::unique_lock lock(m_mutex);
    // The guard's thread may hear of it only later.
    if (const auto before = m_connections.find(descriptor); before != m_connections.end())
        remove(before);
    if (m_condemned.erase(cookie) != 0) {
        connection::cut(descriptor, cookie);
        return;
    }
    m_connections.emplace(
        descriptor, Connection{.cookie = cookie, .since = {}, .place = 0, .isOverNetwork = isOverNetwork});
    if (!isOverNetwork || m_silenceLimit == 0ms || m_silenceLook)
        return;
    m_silenceLook = Clock::now() + m_silenceLimit;
    wakeAndUnlock(lock);
}

void Admission::distrust(int descriptor, quint64 cookie, TimePoint now)
{
    std::unique_lock lock(m_mutex);
    const auto found = find(descriptor, cookie);
    if (found == m_connections.end() || found->second.place != 0)
        return;
    remove(found);
    addStranger(descriptor, cookie, now);
    wakeAndUnlock(lock);
}

void Admission::expel(int descriptor, quint64 cookie, TimePoint now)
{
    std::unique_lock lock(m_mutex);
    if (const auto stale = m_connections.find(descriptor);
        stale != m_connections.end() && stale->second.cookie != cookie)
        remove(stale);
    Connection &known =
        m_connections.emplace(descriptor, Connection{.cookie = cookie, .since = now, .place = 0})
            .first->second;
    if (known.expelled)
        return;
    known.expelled = now + goodbyeTime;
    m_expelled.emplace(now + goodbyeTime, descriptor);
    wakeAndUnlock(lock);
}

void Admission::cut(int descriptor, std::optional<quint64> cookie, const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = find(descriptor, cookie); found != m_connections.end())
        return cutConnection(found, reason);
    if (cookie) {
        connection::cut(descriptor, *cookie);
    } else if (const auto current = connection::cookie(descriptor);
               current && !isKnown(descriptor, *current)) {
        if (m_condemned.size() >= mostCondemned)
            m_condemned.clear(); // of connections that were gone before anybody heard of them
        m_condemned.emplace(*current, reason);
    }
}

void Admission::cutOverdue(int descriptor)
{
    const std::lock_guard lock(m_mutex);
    const auto found = find(descriptor, std::nullopt);
    if (found != m_connections.end() && found->second.isOverdue)
        cutConnection(found, QStringLiteral("it sent no greeting in time"));
}

void Admission::excuseOverdue(int descriptor, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = find(descriptor, std::nullopt);
    if (found == m_connections.end())
        return;
    found->second.isOverdue = false;
    found->second.since = now;
}

std::optional<QString> Admission::takeReport(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    if (m_cuts == 0 || now - m_lastReport < reportInterval)
        return std::nullopt;
    m_lastReport = now;
    return QStringLiteral("cut %1 connection(s), at last that from %2")
        .arg(std::exchange(m_cuts, 0))
        .arg(m_lastCut);
}

} // namespace heliograph
