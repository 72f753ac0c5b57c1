// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/applicant.h"
#include "transport/waiters.h"
#include "transport/zaprequest.h"

#include <heliograph/authenticator.h>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace heliograph {

class Entrance;

/// Carries what was decided, in whatever thread and whenever, to the guard's thread; and, when that is gone, nowhere. Thread-safe.
class VerdictQueue
{
public:
    /// A verdict that was given.
    struct Decided
    {
        ZapRequest::Sender sender;
        std::weak_ptr<Entrance> entrance; // so that verdicts keep no socket's things alive
        Applicant applicant;
        Verdict::Outcome outcome;
        Waiters::Abandoned abandoned;
    };

    /// \a wake has the guard's thread call take(); in any thread.
    explicit VerdictQueue(std::function<void()> wake) : m_wake(std::move(wake)) {}
    Q_DISABLE_COPY_MOVE(VerdictQueue)

    void post(Decided decided);
    /// What was posted since.
    [[nodiscard]] std::vector<Decided> take();
    /// Wakes nobody afterwards, and keeps nothing.
    void close();

private:
    std::mutex m_mutex; // protects what follows; held while waking, so that close() can wait for it
    std::function<void()> m_wake;
    std::vector<Decided> m_decided;
};

} // namespace heliograph
