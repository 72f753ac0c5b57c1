// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/admission.h"

#include "transport/connection.h"
#include "transport/log.h"

#include <sys/resource.h>

#include <algorithm>

namespace heliograph {

namespace {

using namespace std::chrono_literals;

constexpr auto goodbyeTime = 1s;
constexpr auto reportInterval = 1s; // so that a flood does not fill the log
// How often to look how much strangers send. They have nothing to say but a greeting.
constexpr auto strangersLookInterval = 250ms;
constexpr quint64 strangersBytes = 1024 * 1024;

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
    if (event.type == LinkEvent::Type::Accepted) {
        accepted(event, now);
    } else if (event.type == LinkEvent::Type::Disconnected) {
        if (const auto found = m_connections.find(event.fd); found != m_connections.end())
            remove(found);
    }
}

void Admission::accepted(const LinkEvent &event, TimePoint now)
{
    const std::optional<quint64> cookie = connection::cookie(event.fd);
    if (!cookie || !connection::isOf(event.fd, event.endpoint))
        return; // gone again
    if (const auto before = m_connections.find(event.fd); before != m_connections.end()) {
        if (before->second.cookie == *cookie)
            return; // admitted already
        remove(before);
    }
    m_connections.emplace(event.fd, Connection{*cookie, now, ++m_lastPlace, {}});
    m_strangers.emplace(m_lastPlace, event.fd);
    if (int(m_strangers.size()) > m_limits.halfOpen)
        cutOldest("too many had connected that said nothing", now);
    if (!m_strangers.empty() && isDescriptorScarce(event.fd))
        cutOldest("descriptors are running out", now);
}

/// The system gives out the lowest free number, so a high one says how many are in use.
bool Admission::isDescriptorScarce(int descriptor) const
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    const auto reserve = std::min<rlim_t>(rlim_t(m_limits.reservedDescriptors), limit.rlim_cur / 4);
    return rlim_t(descriptor) + reserve >= limit.rlim_cur;
}

void Admission::remove(Connections::iterator connection)
{
    m_strangers.erase(connection->second.place);
    m_connections.erase(connection);
}

void Admission::cutOldest(const char *reason, TimePoint now)
{
    const auto oldest = m_connections.find(m_strangers.begin()->second);
    cutConnection(oldest, QString::fromLatin1(reason), now);
}

void Admission::cutConnection(Connections::iterator connection, const QString &reason, TimePoint now)
{
    const int descriptor = connection->first;
    if (connection::cookie(descriptor) == connection->second.cookie) {
        ++m_cuts;
        m_lastCut = QStringLiteral("%1: %2").arg(connection::peerAddress(descriptor), reason);
        connection::cut(descriptor);
        report(now);
    }
    remove(connection);
}

void Admission::report(TimePoint now)
{
    if (m_cuts == 0 || now - m_lastReport < reportInterval)
        return;
    m_lastReport = now;
    qCWarning(transportLog).noquote()
        << "Cut" << std::exchange(m_cuts, 0) << "connection(s), at last that from" << m_lastCut;
}

std::vector<int> Admission::look(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    std::vector<int> overdue;
    lookAtStrangers(now, overdue);
    while (!m_expelled.empty() && m_expelled.begin()->first <= now) {
        const auto found = m_connections.find(m_expelled.begin()->second);
        m_expelled.erase(m_expelled.begin());
        if (found != m_connections.end() && found->second.expelled && *found->second.expelled <= now)
            cutConnection(found, QStringLiteral("it stayed when its session was over"), now);
    }
    report(now);
    return overdue;
}

void Admission::lookAtStrangers(TimePoint now, std::vector<int> &overdue)
{
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
        cutConnection(stranger, QStringLiteral("it sent much, but no greeting"), now);
}

std::optional<Admission::TimePoint> Admission::nextLook() const
{
    const std::lock_guard lock(m_mutex);
    std::optional<TimePoint> next;
    const auto consider = [&](TimePoint time) { next = next ? std::min(*next, time) : time; };
    // Those that are overdue are the other thread's matter, but may still send much.
    if (!m_strangers.empty())
        consider(Clock::now() + strangersLookInterval);
    if (!m_expelled.empty())
        consider(m_expelled.begin()->first);
    if (m_cuts > 0)
        consider(m_lastReport + reportInterval);
    return next;
}

// ---- the socket's thread

void Admission::admit(int descriptor)
{
    const std::optional<quint64> cookie = descriptor < 0 ? std::nullopt : connection::cookie(descriptor);
    if (!cookie)
        return;
    const std::lock_guard lock(m_mutex);
    Connection &connection = m_connections[descriptor]; // the guard's thread may hear of it only later
    m_strangers.erase(connection.place);
    connection = {*cookie, Clock::now(), 0, {}};
}

void Admission::expel(int descriptor, TimePoint now)
{
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_connections.find(descriptor);
        if (found == m_connections.end() || found->second.expelled)
            return;
        found->second.expelled = now + goodbyeTime;
        m_expelled.emplace(now + goodbyeTime, descriptor);
        wake = m_wake;
    }
    if (wake)
        wake();
}

void Admission::cutOverdue(int descriptor, TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(descriptor);
    if (found != m_connections.end() && found->second.place != 0 && found->second.isOverdue)
        cutConnection(found, QStringLiteral("it sent no greeting in time"), now);
}

void Admission::cut(int descriptor, const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(descriptor);
    if (found != m_connections.end())
        cutConnection(found, reason, Clock::now());
}

} // namespace heliograph
