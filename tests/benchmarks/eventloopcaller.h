// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "peer.h"

#include <QEventLoop>
#include <QString>

#include <optional>

namespace heliograph::bench {

/// A Caller for peers whose answers arrive through the Qt event loop. A peer says how a call is made, and reports the
/// answer by added() or echoed() when it comes; in the same way it starts the other kinds of workload, and reports
/// heard(), reached(), acquired() and clientConnected().
class EventLoopCaller : public Caller
{
public:
    CallLog run(const Workload &workload) final;
    void idle() final;

protected:
    // Once a call, an acquisition, a client.
    virtual void sendAdd(int, int) {}
    virtual void sendEcho(const QByteArray &) {}
    virtual void sendAcquire() {}
    virtual void connectClient() {}

    // Once a run.
    virtual void sendFlood(int) {}
    virtual void sendBurst(int) {}

    void added(int expected, int sum);
    void heard();              // one event
    void reached(qint64 last); // a value of the property
    void acquired();
    void clientConnected();
    void echoed(QByteArrayView bytes);
    void failed(const QString &reason);

private:
    void sendWhatMayGo();
    void answered();
    void start();

    const Workload *m_workload = nullptr; // of the run in progress
    std::optional<CallCounter> m_counter; // empty between runs: late answers of a failed run are ignored
    qint64 m_heard = 0;
    QString m_failure;
    QEventLoop m_loop;
};

} // namespace heliograph::bench
