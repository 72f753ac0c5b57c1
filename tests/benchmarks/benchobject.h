// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

namespace heliograph::bench {

/// What every server that exposes a QObject exposes.
class BenchObject : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "heliograph.Bench")
    Q_PROPERTY(int level READ level NOTIFY levelChanged)

public:
    [[nodiscard]] int level() const { return m_level; }

    /// Emits ticked() \a count times.
    Q_INVOKABLE void flood(int count)
    {
        for (int i = 1; i <= count; ++i)
            Q_EMIT ticked(i);
    }
    /// Counts level up to \a last, a thousand steps in a turn of the event loop.
    Q_INVOKABLE void burst(int last)
    {
        const int end = qMin(last, m_level < last ? m_level + 1000 : 1000);
        for (int level = m_level < last ? m_level + 1 : 1; level <= end; ++level) {
            m_level = level;
            Q_EMIT levelChanged(level);
        }
        if (m_level < last)
            QTimer::singleShot(0, this, [this, last] { burst(last); });
    }
    Q_INVOKABLE int add(int a, int b) { return a + b; }
    Q_INVOKABLE QByteArray echo(const QByteArray &bytes) { return bytes; }

Q_SIGNALS:
    void ticked(int number);
    void levelChanged(int level);

private:
    int m_level = 0;
};

} // namespace heliograph::bench
