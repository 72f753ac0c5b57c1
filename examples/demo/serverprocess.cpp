// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "serverprocess.h"

#include <QtCore/qcoreapplication.h>

ServerProcess::~ServerProcess()
{
    kill();
}

bool ServerProcess::start(const QString &endpoint)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("serve"), endpoint});
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead())
            return false;
    }
    return m_process.readLine().trimmed() == "ready";
}

bool ServerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return false;
    m_process.kill();
    return m_process.waitForFinished() && m_process.exitStatus() == QProcess::CrashExit;
}
