// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <QtCore/qglobal.h>

#include <memory>

namespace heliograph {

class Subscriptions;

/// A connection of a remote signal to a receiver, as Channel::connectSignal() makes it: a handle to take it back. Copies
/// stand for the same connection. It need not be kept.
class HELIOGRAPH_EXPORT SignalConnection
{
public:
    /// No connection.
    SignalConnection();
    ~SignalConnection();
    SignalConnection(const SignalConnection &);
    SignalConnection &operator=(const SignalConnection &);

    /// Takes the connection back; false when it is over already. In the channel's thread.
    bool disconnect() const;

private:
    friend class Channel;
    SignalConnection(std::weak_ptr<Subscriptions> subscriptions, quint64 number);

    std::weak_ptr<Subscriptions> m_subscriptions;
    quint64 m_number = 0;
};

} // namespace heliograph
