// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/eventprobe.h"

#include <QtCore/qcoreevent.h>

namespace heliograph {

void EventProbe::start(const std::shared_ptr<Context> &context, const QString &endpoint)
{
    m_probe = std::make_unique<MechanismProbe>(context, endpoint);
    m_look.start(lookTime, this);
}

void EventProbe::stop()
{
    m_look.stop();
    m_probe.reset();
}

void EventProbe::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_look.timerId() || !m_probe->isOver())
        return;
    const std::optional<Mechanism> mechanism = m_probe->mechanism();
    stop();
    if (mechanism)
        m_told(*mechanism);
}

} // namespace heliograph
