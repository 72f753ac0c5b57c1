// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/signalconnection.h>

#include "session/subscriptions.h"

namespace heliograph {

SignalConnection::SignalConnection() = default;
SignalConnection::~SignalConnection() = default;
SignalConnection::SignalConnection(const SignalConnection &) = default;
SignalConnection &SignalConnection::operator=(const SignalConnection &) = default;

SignalConnection::SignalConnection(std::weak_ptr<Subscriptions> subscriptions, quint64 number)
    : m_subscriptions(std::move(subscriptions)), m_number(number)
{
}

bool SignalConnection::disconnect() const
{
    const std::shared_ptr<Subscriptions> subscriptions = m_subscriptions.lock();
    return subscriptions && subscriptions->disconnect(m_number);
}

} // namespace heliograph
