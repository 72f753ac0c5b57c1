// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

// What the documents' blocks of code take for granted.

#include <heliograph/callcontext.h>
#include <heliograph/client.h>
#include <heliograph/exceptions.h>
#include <heliograph/remoteobject.h>
#include <heliograph/server.h>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qdebug.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>
#include <QtCore/qtimer.h>

#include <optional>
#include <stdexcept>
#include <vector>

using namespace heliograph;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// The object that they expose.
class Thermostat : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double target MEMBER target NOTIFY targetChanged)
public:
    Q_INVOKABLE double mean(int minutes) const { return 20.0 + minutes; }
    double target = 20;
Q_SIGNALS:
    void targetChanged();
    void measured(double celsius);
};

bool lookOnce(const QString &text);

/// The objects that a block finds.
#define PRELUDE                                                                                              \
    [[maybe_unused]] Server &server, [[maybe_unused]] Client &client, [[maybe_unused]] RemoteObject &remote, \
        [[maybe_unused]] Thermostat &thermostat, [[maybe_unused]] QObject *window,                           \
        [[maybe_unused]] QThreadPool &pool
