// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/mechanismprobe.h"

#include <QtCore/qbasictimer.h>
#include <QtCore/qobject.h>

#include <functional>

namespace heliograph {

/// A MechanismProbe on the event loop of the thread that made it.
class EventProbe : public QObject
{
    Q_OBJECT
public:
    static constexpr int lookTime = 5; // ms; who is asked seldom and answers soon need not be watched closely

    /// \a told is called with the mechanism of who was asked, if he says it; it may destroy this.
    explicit EventProbe(std::function<void(Mechanism)> told) : m_told(std::move(told)) {}

    /// Asks who listens at \a endpoint; nobody else any more.
    void start(const std::shared_ptr<Context> &context, const QString &endpoint);
    /// Nothing will be told.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_look.isActive(); }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    const std::function<void(Mechanism)> m_told;
    std::unique_ptr<MechanismProbe> m_probe; // null when nobody is asked
    QBasicTimer m_look;
};

} // namespace heliograph
