// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <QtCore/qprocess.h>

#include <csignal>

/// Another process of a test; killed at the latest when this dies.
class Child
{
public:
    /// Starts \a program with \a arguments.
    Child(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, arguments);
    }
    ~Child() { kill(); }
    Q_DISABLE_COPY_MOVE(Child)

    /// Waits for its own word, "ready" or "ready <endpoint>"; false when it does not come.
    [[nodiscard]] bool isReady()
    {
        return waitUntil([this] { return hasSaidReady(); });
    }
    /// The same without waiting; for each time once.
    [[nodiscard]] bool hasSaidReady()
    {
        if (!m_process.canReadLine())
            return false;
        const QByteArrayList words = m_process.readLine().trimmed().split(' ');
        m_endpoint = QString::fromLocal8Bit(words.value(1));
        return words.constFirst() == "ready";
    }
    /// Waits for the next line that it says; empty when none comes.
    [[nodiscard]] QByteArray nextLine()
    {
        return waitUntil([this] { return m_process.canReadLine(); }) ? m_process.readLine().trimmed()
                                                                     : QByteArray();
    }
    /// True when it has said a line that was not read yet.
    [[nodiscard]] bool hasSaidMore() const { return m_process.canReadLine(); }
    /// Sends it \a line.
    void tell(const char *line)
    {
        m_process.write(line);
        m_process.write("\n");
    }
    /// What it named when it was ready.
    [[nodiscard]] QString endpoint() const { return m_endpoint; }
    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    /// Sends SIGKILL and waits for the end; false when it had ended before, or otherwise.
    bool kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return false;
        m_process.kill();
        return m_process.waitForFinished() && m_process.exitStatus() == QProcess::CrashExit;
    }
    /// Waits for its end; whether that is as a good program's, with exit code 0.
    [[nodiscard]] bool endsWell()
    {
        return waitUntil([this] { return !isRunning(); }) && m_process.exitStatus() == QProcess::NormalExit
               && m_process.exitCode() == 0;
    }
    /// Stops it, or lets it go on.
    void freeze() { ::kill(pid_t(m_process.processId()), SIGSTOP); }
    void thaw() { ::kill(pid_t(m_process.processId()), SIGCONT); }

private:
    QProcess m_process;
    QString m_endpoint;
};
