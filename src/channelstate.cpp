// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelcore.h"

#include <QtCore/qpointer.h>

// What a channel tells of its link: how it stands, and the other end's heartbeat.

namespace heliograph {

using namespace std::chrono_literals;

namespace {

// How often to look at a slow peer before it has been too slow for too long.
constexpr int slowLooks = 4;

} // namespace

void ChannelCore::startBeating()
{
    // A peer that wants no heartbeats is looked at nonetheless, by this end's own measure; see Link::noteBeat().
    const milliseconds agreed = m_session->heartbeat().interval;
    const milliseconds interval = agreed == 0ms ? m_settings.session.heartbeat.interval : agreed;
    if (interval == 0ms)
        return;
    m_beatInterval = int(interval.count());
    m_beatTimer.start(m_beatInterval, Qt::CoarseTimer, this);
    m_session->beat(); // measures the round trip
}

bool ChannelCore::setState(Channel::State state)
{
    const Channel::State before = std::exchange(m_state, state);
    if (before == state)
        return true;
    const QPointer<ChannelCore> self(this);
    Q_EMIT m_channel.stateChanged();
    const auto isUp = [](Channel::State s) { return s >= Channel::State::Connected; };
    if (self && isUp(before) != isUp(state))
        Q_EMIT m_channel.connectedChanged();
    return self;
}

void ChannelCore::heartbeatLost()
{
    tellBeat(Channel::State::Unresponsive, whenHeartbeatLost, [this] { Q_EMIT m_channel.heartbeatLost(); });
}

void ChannelCore::heartbeatRestored()
{
    tellBeat(Channel::State::Connected, whenHeartbeatRestored,
             [this] { Q_EMIT m_channel.heartbeatRestored(); });
}

void ChannelCore::tellBeat(Channel::State state, const std::function<void()> &hook,
                           std::function<void()> signal)
{
    m_untold.append([this, state] { setState(state); });
    if (hook)
        m_untold.append(hook);
    m_untold.append(std::move(signal));
    tellBeats();
}

/// Tells what is still to be told, which may end the session and this core.
void ChannelCore::tellBeats()
{
    const QPointer<ChannelCore> self(this);
    while (self && !m_untold.empty()) {
        const std::function<void()> tell = m_untold.takeFirst();
        tell();
    }
}

double ChannelCore::roundTripTime() const
{
    const auto time = m_session ? m_session->pulse().roundTrip() : std::nullopt;
    return time ? std::chrono::duration<double, std::milli>(*time).count() : -1;
}

qint64 ChannelCore::lastHeard() const
{
    if (!isEstablished())
        return -1;
    return std::chrono::floor<milliseconds>(Clock::now() - m_session->pulse().lastHeard()).count();
}

void ChannelCore::beat()
{
    // Anew: it does not fire inside its own event, where who is told may run an event loop.
    m_beatTimer.start(m_beatInterval, Qt::CoarseTimer, this);
    const QPointer<ChannelCore> self(this);
    const std::shared_ptr<Session> session = m_session;
    const bool isSilent = session->beat();
    if (self && m_session == session) // whoever was told of a lost heartbeat may have let another one begin
        m_link->noteBeat(isSilent);
    if (self && session->heartbeat().interval != 0ms)
        Q_EMIT m_channel.heartbeat();
}

void ChannelCore::peerIsSlow()
{
    if (m_slowTimer.isActive())
        return;
    m_slowLooks = 0;
    m_progress = m_session->progress();
    m_slowTimer.start(int(m_settings.session.limits.slowPeerTime.count()) / slowLooks, this);
}

void ChannelCore::watchSlowPeer()
{
    if (!m_session->isOverBudget())
        return m_slowTimer.stop();
    const Limits &limits = m_settings.session.limits;
    const bool isStuck = m_session->isStuck(std::exchange(m_progress, m_session->progress()));
    const bool isTooSlow = limits.slowPeer == Limits::SlowPeer::Disconnect || isStuck;
    m_slowLooks = isTooSlow ? m_slowLooks + 1 : 0;
    if (m_slowLooks == slowLooks)
        m_session->close(
            Error(ErrorCode::TooSlow, QStringLiteral("More than %1 bytes waited unread for %2 ms.")
                                          .arg(limits.unreadBytes)
                                          .arg(limits.slowPeerTime.count())));
}

} // namespace heliograph
