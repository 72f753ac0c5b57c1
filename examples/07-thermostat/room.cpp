// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "room.h"

#include <chrono>

using namespace std::chrono_literals;

Room::Room()
{
    connect(&m_clock, &QTimer::timeout, this, &Room::step);
    m_clock.start(100ms);
}

void Room::setTarget(double celsius)
{
    celsius = qBound(5.0, celsius, 30.0);
    if (celsius == m_target)
        return;
    m_target = celsius;
    Q_EMIT targetChanged();
}

void Room::step()
{
    const int missing = qRound(m_target * 10) - m_tenths;
    setHeating(missing > 0);
    if (missing == 0)
        return;
    m_tenths += missing > 0 ? 1 : -1;
    Q_EMIT temperatureChanged();
}

void Room::setHeating(bool heating)
{
    if (heating == m_isHeating)
        return;
    m_isHeating = heating;
    Q_EMIT heatingChanged();
}
