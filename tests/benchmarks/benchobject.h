// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QObject>

namespace heliograph::bench {

/// What every server that exposes a QObject exposes.
class BenchObject : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "heliograph.Bench")

public:
    Q_INVOKABLE int add(int a, int b) { return a + b; }
    Q_INVOKABLE QByteArray echo(const QByteArray &bytes) { return bytes; }
};

} // namespace heliograph::bench
