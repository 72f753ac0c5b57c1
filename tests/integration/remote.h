// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <heliograph/remoteobject.h>

#include <QtTest/qsignalspy.h>

/// Counts the remote signals of a channel that are connected.
struct Connected
{
    explicit Connected(heliograph::Channel &channel) : spy(&channel, &heliograph::Channel::signalConnected) {}
    [[nodiscard]] bool wait(qsizetype count = 1)
    {
        return waitUntil([&] { return spy.size() >= count; });
    }
    QSignalSpy spy;
};

/// Runs the event loop until \a object is in \a state; false when it does not come to that.
[[nodiscard]] inline bool waitForState(const heliograph::RemoteObject &object,
                                       heliograph::RemoteObject::State state)
{
    return waitUntil([&] { return object.state() == state; });
}

/// The names that valueChanged() told, in order.
inline QStringList namesIn(const QSignalSpy &spy)
{
    QStringList names;
    for (const QList<QVariant> &arguments : spy)
        names.append(arguments[0].toString());
    return names;
}
