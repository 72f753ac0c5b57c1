// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/signalsubscription.h"

#include <QtCore/qlist.h>

/// A receiver that calls \a slot.
template <typename Slot>
std::unique_ptr<heliograph::EventReceiver> receiverOf(QObject *receiver, Slot slot)
{
    return heliograph::detail::makeReceiver(receiver, std::move(slot));
}

/// Writes down what subscriptions tell.
class FakeSubscriptionOwner : public heliograph::SubscriptionOwner
{
public:
    void signalConnected(const QByteArray &name) override { connected.append(name); }
    void signalFailed(const QByteArray &, const heliograph::Error &error) override { failed.append(error); }
    void eventsLost(const QByteArray &, quint64 count) override { lost.append(count); }

    QList<QByteArray> connected;
    QList<heliograph::Error> failed;
    QList<quint64> lost;
};
