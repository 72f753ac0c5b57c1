// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qfile.h>

#include <sys/resource.h>

/// As long as it lives, this process gets only so many bytes more than it has. Small things go on as ever.
class MemoryLimit
{
public:
    explicit MemoryLimit(rlim_t more)
    {
        m_isSet = ::getrlimit(RLIMIT_DATA, &m_before) == 0;
        rlimit limit = m_before;
        limit.rlim_cur = usedBytes() + more;
        m_isSet = m_isSet && ::setrlimit(RLIMIT_DATA, &limit) == 0;
    }
    ~MemoryLimit() { (void)::setrlimit(RLIMIT_DATA, &m_before); }
    Q_DISABLE_COPY_MOVE(MemoryLimit)

    [[nodiscard]] bool isSet() const { return m_isSet; }

private:
    static rlim_t usedBytes()
    {
        QFile status(QStringLiteral("/proc/self/status"));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray text = status.readAll();
        const qsizetype begin = text.indexOf("VmData:") + 7;
        return rlim_t(text.mid(begin, text.indexOf("kB", begin) - begin).trimmed().toULongLong()) * 1024;
    }

    rlimit m_before = {};
    bool m_isSet = false;
};
