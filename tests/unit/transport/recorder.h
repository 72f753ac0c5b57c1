// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/eventsocket.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

/// Runs the event loop until \a condition holds; false after 30 s. QTRY_VERIFY sleeps 10 ms between two looks,
/// which is too slow for thousands of round trips.
inline bool runUntil(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(std::chrono::seconds(30));
    QTimer waker; // ends a wait in which nothing happens
    waker.start(10);
    while (!condition() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return condition();
}

/// Counts what a socket tells; a test sets what is to be done about it.
class Recorder : public heliograph::SocketReceiver
{
public:
    void messageReceived(const heliograph::ReceivedMessage &message) override
    {
        ++messages;
        peers.insert(message.peer());
        if (onMessage)
            onMessage(message);
    }
    void turnEnded() override
    {
        ++turns;
        if (onTurnEnded)
            onTurnEnded();
    }
    void writable() override
    {
        ++writables;
        if (onWritable)
            onWritable();
    }
    void linkEvent(const heliograph::LinkEvent &event) override
    {
        events.push_back(event);
        if (onLinkEvent)
            onLinkEvent(event);
    }
    [[nodiscard]] bool has(heliograph::LinkEvent::Type type) const { return count(type) > 0; }
    [[nodiscard]] int count(heliograph::LinkEvent::Type type) const
    {
        return int(std::count_if(events.begin(), events.end(),
                                 [type](const auto &event) { return event.type == type; }));
    }

    std::function<void(const heliograph::ReceivedMessage &)> onMessage;
    std::function<void()> onTurnEnded;
    std::function<void()> onWritable;
    std::function<void(const heliograph::LinkEvent &)> onLinkEvent;
    std::set<heliograph::PeerId> peers;
    std::vector<heliograph::LinkEvent> events;
    int messages = 0;
    int turns = 0;
    int writables = 0;
};
