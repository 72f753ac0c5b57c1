// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace heliograph {

/// The way back into the thread in which a conversation lives, from any thread, for as long as it lives.
class HomeThread
{
public:
    virtual ~HomeThread() = default;
    /// True in the conversation's own thread.
    [[nodiscard]] virtual bool isHere() const = 0;
    /// Runs \a task there soon; drops it when the conversation is over. Thread-safe.
    virtual void post(std::function<void()> task) = 0;
};

} // namespace heliograph
