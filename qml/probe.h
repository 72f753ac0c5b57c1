// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

namespace heliograph::qml {

/// Finds out whether a binding is being evaluated: it watches what it reads.
class Probe : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool value READ value NOTIFY valueChanged FINAL)
public:
    /// Of no interest in itself.
    [[nodiscard]] bool value() const { return true; }
    /// True when a binding has read value.
    Q_INVOKABLE bool isWatched() const
    {
        return isSignalConnected(QMetaMethod::fromSignal(&Probe::valueChanged));
    }

Q_SIGNALS:
    /// Never.
    void valueChanged();
};

} // namespace heliograph::qml
