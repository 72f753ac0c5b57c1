// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "objectlist.h"

#include "session/namedifference.h"
#include "session/publications.h"

#include <heliograph/channel.h>

#include <QtCore/qpointer.h>

#include <algorithm>

namespace heliograph {

void ObjectList::watch(Subscriptions &subscriptions)
{
    if (std::exchange(m_isWatched, true))
        return;
    subscriptions.connect(
        Publications::namesSignal.toByteArray(),
        detail::makeReceiver(&m_channel, [this](const QStringList &added, const QStringList &removed) {
            change(added, removed);
        }));
}

void ObjectList::change(const QStringList &added, const QStringList &removed)
{
    QStringList names = std::exchange(m_isStale, false) ? QStringList() : namesWithout(m_names, removed);
    names += added;
    std::sort(names.begin(), names.end());
    names.removeDuplicates();
    const QStringList gone = namesWithout(m_names, names);
    const QStringList come = namesWithout(names, m_names);
    m_names = names;
    const QPointer<Channel> channel(&m_channel);
    for (const QString &name : gone) {
        if (channel)
            Q_EMIT channel->objectRemoved(name);
    }
    for (const QString &name : come) {
        if (channel)
            Q_EMIT channel->objectAdded(name);
    }
}

} // namespace heliograph
