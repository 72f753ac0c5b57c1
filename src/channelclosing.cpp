// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelcore.h"

#include <algorithm>
#include <limits>

// How a channel closes with time to flush: what was sent arrives, and calls that are under way are answered.

namespace heliograph {

using namespace std::chrono_literals;

void ChannelCore::finish(milliseconds flushTimeout, const Error &reason)
{
    if (!isEstablished() || flushTimeout <= 0ms)
        return shut(reason);
    m_settings.expectsSession = false;
    if (!m_closing)
        m_closing = Closing{reason};
    m_dispatcher->refuseCalls();
    m_closeTimer.start(int(std::min<qint64>(flushTimeout.count(), std::numeric_limits<int>::max())),
                       Qt::PreciseTimer, this);
    turnOwed(); // not here: whoever closes should not be told of the end before this returns
}

/// Lets what was joined leave. For each end of a turn.
void ChannelCore::endSessionTurn()
{
    if (m_session)
        m_session->endTurn();
    continueClosing();
}

/// Looks how far the closing has come. For whenever something may have been sent, answered or read.
void ChannelCore::continueClosing()
{
    if (!m_closing)
        return;
    const bool isSettled = m_waiting.isEmpty() && m_session->pendingCount() == 0 && m_session->hasSentAll()
                           && m_dispatcher->isIdle();
    if (!isSettled)
        return;
    if (m_closing->ping == 0)
        m_closing->ping = m_session->ping();
    else if (m_session->pulse().lastAnswered() >= m_closing->ping)
        m_closeTimer.start(0, this); // where whoever hears of it may run an event loop
}

} // namespace heliograph
