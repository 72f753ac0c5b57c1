// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qpromise.h>

/// What the server process exposes: an ordinary QObject. Its Q_INVOKABLE methods can be called by name.
class Thermostat : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double temperature READ temperature NOTIFY temperatureChanged)
public:
    [[nodiscard]] double temperature() const { return m_temperature; }
    /// Makes it hot: the temperature rises in steps, and beyond 30 degrees overheated() is emitted.
    Q_INVOKABLE void heatUp();

    /// The mean temperature of the last \a minutes.
    Q_INVOKABLE double mean(int minutes) const;
    /// Sets the temperature wanted in \a room; throws std::out_of_range when that would not be healthy.
    Q_INVOKABLE QString setTarget(const QString &room, double celsius);
    /// Answers later, when the room is warm.
    Q_INVOKABLE QFuture<QString> warmUp(const QString &room);
    /// Asks whoever calls, by calling it back, whether the heating may be switched off.
    Q_INVOKABLE QFuture<QString> switchOff();
    /// Never answers.
    Q_INVOKABLE QFuture<int> think();

Q_SIGNALS:
    void temperatureChanged();
    void overheated(double celsius);

private:
    double m_temperature = 20.5;
    QList<std::shared_ptr<QPromise<int>>> m_thoughts;
};

/// Serves a Thermostat at \a endpoint until the process is killed; prints "ready" when it can be called.
int serve(const QString &endpoint);
