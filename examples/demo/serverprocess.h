// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qprocess.h>

/// The other process: this program again, as a server. Killed at the latest when this dies.
class ServerProcess
{
public:
    ServerProcess() = default;
    ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    /// Starts it, and waits until it listens at \a endpoint; false when it does not come to that.
    [[nodiscard]] bool start(const QString &endpoint);
    /// Sends SIGKILL, which it cannot notice, and waits for its end; false when it was not running.
    bool kill();
    [[nodiscard]] qint64 id() const { return m_process.processId(); }

private:
    QProcess m_process;
};
