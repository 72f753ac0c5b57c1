// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

#include <QtCore/qbasictimer.h>
#include <QtCore/qfuturewatcher.h>
#include <QtCore/qobject.h>

#include <deque>
#include <functional>
#include <optional>

namespace heliograph {

/// Notices that the holder of a call's future cancels it. A QFutureWatcher costs more than a fast call, so a
/// call is only watched once it has taken a while; nothing wakes up for a call that is being watched.
class CancelWatch : public QObject
{
    Q_OBJECT
public:
    /// The future of the call \a id, nothing when the call is over or has none.
    using FutureOf = std::function<std::optional<QFuture<void>>(quint64 id)>;
    /// Is told that the future of the call \a id was canceled.
    using Canceled = std::function<void(quint64 id)>;

    CancelWatch(FutureOf futureOf, Canceled canceled);
    ~CancelWatch() override;

    /// The call \a id was made at \a now.
    void add(quint64 id, TimePoint now);
    /// No call that was added so far is of interest any more.
    void clear();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void watch(quint64 id, const QFuture<void> &future);

    struct Recent
    {
        quint64 id;
        TimePoint made;
    };
    FutureOf m_futureOf;
    Canceled m_canceled;
    std::deque<Recent> m_recent; // calls that are not watched yet, oldest first
    QBasicTimer m_timer;         // runs while m_recent is not empty
};

} // namespace heliograph
