// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace heliograph::bench {

/// This program started once more, in another role. The child ends with its owner: its standard input closes.
class ChildProcess
{
public:
    /// Waits for the child's own word that it is ready. Throws std::runtime_error when none comes in 20 s.
    explicit ChildProcess(const QStringList &arguments);
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;
    ~ChildProcess();

    /// What stood after "READY " in the child's line: for a server its address.
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }

private:
    QProcess m_process;
    QString m_word;
};

/// The child's half: writes the line its parent waits for.
void reportReady(const QString &word);

/// The child's half: ends this process when its parent closes the child's standard input or dies.
void endWithParent();

} // namespace heliograph::bench
