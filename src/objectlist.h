// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/subscriptions.h"

#include <QtCore/qobject.h>
#include <QtCore/qstringlist.h>

namespace heliograph {

class Channel;

/// Which objects the peer of a channel exposes, once someone wants to know: tells the channel's objectAdded() and
/// objectRemoved(), and, after a reconnect, only what differs.
class ObjectList
{
public:
    /// \a channel owns this.
    explicit ObjectList(Channel &channel) : m_channel(channel) {}
    Q_DISABLE_COPY_MOVE(ObjectList)

    /// Subscribes, the first time that this is called.
    void watch(Subscriptions &subscriptions);
    /// The next event tells of all objects.
    void begin() { m_isStale = true; }
    /// Sorted.
    [[nodiscard]] const QStringList &names() const { return m_names; }

private:
    void change(const QStringList &added, const QStringList &removed);

    Channel &m_channel;
    QStringList m_names;
    bool m_isWatched = false;
    bool m_isStale = true;
};

} // namespace heliograph
