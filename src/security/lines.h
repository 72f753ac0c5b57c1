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
        m_isCut = end < 0;
        m_line = m_isCut ? m_rest : m_rest.first(end);
        m_rest = m_rest.sliced(m_isCut ? m_rest.size() : end + 1);
        if (m_line.endsWith('\r'))
            m_line.chop(1);
        ++m_number;
        return true;
    }
    [[nodiscard]] QByteArrayView line() const { return m_line; }
    /// True for a last line without a line end: perhaps the rest of it is still to be written.
    [[nodiscard]] bool isCut() const { return m_isCut; }
    /// The number of line(), from 1.
    [[nodiscard]] int number() const { return m_number; }

private:
    QByteArrayView m_rest;
    QByteArrayView m_line;
    int m_number = 0;
    bool m_isCut = false;
};

} // namespace heliograph
