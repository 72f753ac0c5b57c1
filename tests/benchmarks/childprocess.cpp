// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "childprocess.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <unistd.h>

namespace heliograph::bench {

namespace {

constexpr int ReadyTimeoutMs = 20000;
constexpr int EndTimeoutMs = 5000;
constexpr QByteArrayView ReadyPrefix("READY ");

} // namespace

ChildProcess::ChildProcess(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), arguments);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(ReadyTimeoutMs))
            throw std::runtime_error("child did not become ready: " + arguments.join(u' ').toStdString());
    }
    const QByteArray line = m_process.readLine().trimmed();
    if (!line.startsWith(ReadyPrefix))
        throw std::runtime_error("unexpected line of a child: " + line.toStdString());
    m_word = QString::fromUtf8(line.sliced(ReadyPrefix.size()));
}

ChildProcess::~ChildProcess()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(EndTimeoutMs)) {
        m_process.kill();
        m_process.waitForFinished(EndTimeoutMs);
    }
}

void reportReady(const QString &word)
{
    const QByteArray line = ReadyPrefix + word.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

void endWithParent()
{
    // A thread that blocks costs an idle process no wake-up, and works for peers without an event loop. It ends the
    // process at once: a server in a blocking loop could not be asked.
    std::thread([] {
        char ignored = 0;
        while (::read(STDIN_FILENO, &ignored, 1) > 0) {
        }
        std::_Exit(EXIT_SUCCESS);
    }).detach();
}

} // namespace heliograph::bench
