// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "cancelwatch.h"

#include <QtCore/qcoreevent.h>

namespace heliograph {

using namespace std::chrono_literals;

namespace {

// Longer than almost every call takes, shorter than a person notices.
constexpr std::chrono::milliseconds patience = 10ms;

} // namespace

CancelWatch::CancelWatch(FutureOf futureOf, Canceled canceled)
    : m_futureOf(std::move(futureOf)), m_canceled(std::move(canceled))
{
}

CancelWatch::~CancelWatch() = default;

void CancelWatch::add(quint64 id, TimePoint now)
{
    m_recent.push_back({id, now});
    if (!m_timer.isActive())
        m_timer.start(int(patience.count()), this);
}

void CancelWatch::clear()
{
    m_recent.clear();
    m_timer.stop();
    for (QObject *watcher : findChildren<QFutureWatcherBase *>(Qt::FindDirectChildrenOnly)) {
        watcher->disconnect();
        watcher->deleteLater();
    }
}

void CancelWatch::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    const TimePoint before = Clock::now() - patience / 2;
    while (!m_recent.empty() && m_recent.front().made <= before) {
        const quint64 id = m_recent.front().id;
        m_recent.pop_front();
        if (const std::optional<QFuture<void>> future = m_futureOf(id))
            watch(id, *future);
    }
    if (m_recent.empty())
        m_timer.stop();
}

void CancelWatch::watch(quint64 id, const QFuture<void> &future)
{
    auto *watcher = new QFutureWatcher<void>(this);
    // A failed future says that it was canceled too; by then its call is over, and the id means nothing.
    QObject::connect(watcher, &QFutureWatcherBase::canceled, this, [this, id] { m_canceled(id); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(future);
}

} // namespace heliograph
