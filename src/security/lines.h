// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

namespace heliograph {

/// The lines of a text without their ends, one after the other.
class Lines
{
public:
    explicit Lines(QByteArrayView text) : m_rest(text) {}

    /// Goes on to the next line; false when there is none.
    [[nodiscard]] bool next()
    {
        if (m_rest.isEmpty())
            return false;
        const qsizetype end = m_rest.indexOf('\n');
        m_line = end < 0 ? m_rest : m_rest.first(end);
        m_rest = m_rest.sliced(end < 0 ? m_rest.size() : end + 1);
        if (m_line.endsWith('\r'))
            m_line.chop(1);
        ++m_number;
        return true;
    }
    [[nodiscard]] QByteArrayView line() const { return m_line; }
    /// The number of line(), from 1.
    [[nodiscard]] int number() const { return m_number; }

private:
    QByteArrayView m_rest;
    QByteArrayView m_line;
    int m_number = 0;
};

} // namespace heliograph
