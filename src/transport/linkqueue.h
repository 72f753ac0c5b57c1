// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"

#include <QtCore/qelapsedtimer.h>

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace heliograph {

/// Carries link events from the guard's thread to a socket's, in order, and there holds a Disconnected back
/// until the messages before it were read.
class LinkQueue
{
public:
    /// Appends \a event. In any thread.
    void post(const LinkEvent &event);

    /// Takes over what was posted; whether any event waits. This and what follows: in the socket's thread.
    [[nodiscard]] bool takePosts();
    [[nodiscard]] bool isEmpty() const { return m_waiting.empty(); }
    /// Whether the last messages of each connection that waits to be told as lost can be read by now.
    [[nodiscard]] bool isComplete() const;
    /// The next event, if it need not wait. A Disconnected waits until \a allIsRead, for a second at most:
    /// a socket under a flood may never be found empty.
    [[nodiscard]] std::optional<LinkEvent> next(bool allIsRead);
    void clear() { m_waiting.clear(); }

private:
    void takeOver(const LinkEvent &event);

    struct Waiting
    {
        LinkEvent event;
        QElapsedTimer age;
    };

    std::mutex m_mutex; // guards m_posted
    std::vector<LinkEvent> m_posted;
    std::deque<Waiting> m_waiting;
    bool m_wasToldIncomplete = false; // its complete form has to be kept back
};

} // namespace heliograph
