// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

/// A room with a heater that keeps it at the target. An ordinary QObject: it knows nothing of links. Temperatures are degrees Celsius.
class Room : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double temperature READ temperature NOTIFY temperatureChanged)
    Q_PROPERTY(double target READ target WRITE setTarget NOTIFY targetChanged)
    Q_PROPERTY(bool heating READ isHeating NOTIFY heatingChanged)
public:
    Room();

    [[nodiscard]] double temperature() const { return m_tenths / 10.0; }
    [[nodiscard]] double target() const { return m_target; }
    /// From 5 to 30 degrees; what is beyond is cut.
    void setTarget(double celsius);
    [[nodiscard]] bool isHeating() const { return m_isHeating; }

Q_SIGNALS:
    void temperatureChanged();
    void targetChanged();
    void heatingChanged();

private:
    void step();
    void setHeating(bool heating);

    int m_tenths = 195; // of a degree, so that the room comes to its target exactly
    double m_target = 21;
    bool m_isHeating = false;
    QTimer m_clock;
};
