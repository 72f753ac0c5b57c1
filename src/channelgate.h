// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/homethread.h"

#include <heliograph/caller.h>

#include <mutex>

namespace heliograph {

class Channel;
class ChannelCore;

/// The entrance of a channel for all threads: calls made elsewhere are handed to the channel's thread. Shared by
/// everyone who may call or answer through the channel; outlives it.
class ChannelGate final : public Caller, public HomeThread
{
public:
    explicit ChannelGate(ChannelCore *core);
    ~ChannelGate() override;

    void call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
              std::unique_ptr<PendingCall> call) override;
    void notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments) override;
    [[nodiscard]] bool isHere() const override;
    void post(std::function<void()> task) override;

    /// The channel is going away. In its own thread, as channel().
    void close();
    /// The channel, or nullptr once it is gone.
    [[nodiscard]] Channel *channel() const;

private:
    mutable std::mutex m_mutex; // protects what follows
    ChannelCore *m_core;        // null once closed
};

} // namespace heliograph
