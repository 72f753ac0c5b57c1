// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "peer.h"

#include <QEventLoop>
#include <QString>

#include <optional>

namespace heliograph::bench {

/// A Caller for peers whose answers arrive through the Qt event loop. A peer says how a call is made, and reports the
/// answer by added() or echoed() when it comes.
class EventLoopCaller : public Caller
{
public:
    CallLog run(const Workload &workload) final;
    void idle() final;

protected:
    virtual void sendAdd(int a, int b) = 0;
    virtual void sendEcho(const QByteArray &bytes) = 0;

    void added(int expected, int sum);
    void echoed(QByteArrayView bytes);
    void failed(const QString &reason);

private:
    void sendWhatMayGo();
    void answered();

    const Workload *m_workload = nullptr; // of the run in progress
    std::optional<CallCounter> m_counter; // empty between runs: late answers of a failed run are ignored
    QString m_failure;
    QEventLoop m_loop;
};

} // namespace heliograph::bench
