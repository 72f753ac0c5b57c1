// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "endpoints.h"

#include <QtCore/qregularexpression.h>
#include <QtCore/qstringlist.h>

/// Catches all messages while it lives. There is one at a time.
class Warnings
{
public:
    Warnings() : m_before(qInstallMessageHandler(&Warnings::take)) { caught().clear(); }
    ~Warnings() { qInstallMessageHandler(m_before); }
    Q_DISABLE_COPY_MOVE(Warnings)

    /// Runs the event loop until a message matches \a pattern; false when none does.
    [[nodiscard]] bool hasCome(const char *pattern) const
    {
        return waitUntil([expression = QRegularExpression(QString::fromUtf8(pattern))] {
            return !caught().filter(expression).isEmpty();
        });
    }
    /// How many have come.
    [[nodiscard]] qsizetype count() const { return caught().size(); }

private:
    static void take(QtMsgType, const QMessageLogContext &, const QString &text) { caught().append(text); }
    static QStringList &caught()
    {
        static QStringList messages;
        return messages;
    }

    const QtMessageHandler m_before;
};
