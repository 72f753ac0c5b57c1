// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "sensor.h"

namespace heliograph::bench {

void Sensor::step()
{
    m_value += 0.5;
    Q_EMIT v0Changed();
    Q_EMIT v1Changed();
    Q_EMIT v2Changed();
    Q_EMIT v3Changed();
    Q_EMIT v4Changed();
    Q_EMIT v5Changed();
    Q_EMIT v6Changed();
    Q_EMIT v7Changed();
    Q_EMIT v8Changed();
    Q_EMIT v9Changed();
}

Sensors::Sensors()
{
    for (int i = 0; i < count; ++i)
        m_sensors.push_back(std::make_unique<Sensor>());
    QObject::connect(&m_clock, &QTimer::timeout, &m_clock, [this] {
        for (const auto &sensor : m_sensors)
            sensor->step();
    });
    m_clock.setTimerType(Qt::PreciseTimer);
    m_clock.start(1000 / changesPerSecond);
}

} // namespace heliograph::bench
