// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <memory>
#include <vector>

namespace heliograph::bench {

/// An object whose ten values change all at once.
class Sensor : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double v0 MEMBER m_value NOTIFY v0Changed)
    Q_PROPERTY(double v1 MEMBER m_value NOTIFY v1Changed)
    Q_PROPERTY(double v2 MEMBER m_value NOTIFY v2Changed)
    Q_PROPERTY(double v3 MEMBER m_value NOTIFY v3Changed)
    Q_PROPERTY(double v4 MEMBER m_value NOTIFY v4Changed)
    Q_PROPERTY(double v5 MEMBER m_value NOTIFY v5Changed)
    Q_PROPERTY(double v6 MEMBER m_value NOTIFY v6Changed)
    Q_PROPERTY(double v7 MEMBER m_value NOTIFY v7Changed)
    Q_PROPERTY(double v8 MEMBER m_value NOTIFY v8Changed)
    Q_PROPERTY(double v9 MEMBER m_value NOTIFY v9Changed)
public:
    /// The next values.
    void step();
    /// What calls are measured with.
    Q_INVOKABLE [[nodiscard]] int add(int a, int b) const { return a + b; }

Q_SIGNALS:
    void v0Changed();
    void v1Changed();
    void v2Changed();
    void v3Changed();
    void v4Changed();
    void v5Changed();
    void v6Changed();
    void v7Changed();
    void v8Changed();
    void v9Changed();

private:
    double m_value = 0;
};

/// Twenty sensors, of which every value changes fifty times a second.
class Sensors
{
public:
    static constexpr int count = 20;
    static constexpr int valuesOfEach = 10;
    static constexpr int changesPerSecond = 50;

    Sensors();

    [[nodiscard]] Sensor *at(int index) const { return m_sensors.at(size_t(index)).get(); }

private:
    std::vector<std::unique_ptr<Sensor>> m_sensors;
    QTimer m_clock;
};

} // namespace heliograph::bench
