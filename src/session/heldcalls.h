// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

#include <QtCore/qbytearray.h>

#include <deque>

namespace heliograph {

/// Calls of a peer that came and cannot be run yet, in the order in which they came.
class HeldCalls
{
public:
    struct Held
    {
        quint64 id; ///< 0: one-way
        QByteArray name;
        QByteArray payload;
        TimePoint deadline;
    };
    void add(Held held);
    [[nodiscard]] Held takeFirst();
    /// Drops the calls \a id, which is not 0.
    void cancel(quint64 id);
    /// Drops all but the one-way ones.
    void cancelAll();

    [[nodiscard]] bool isEmpty() const { return m_held.empty(); }
    [[nodiscard]] size_t count() const { return m_held.size(); }
    /// All that are held now are due; what is added later is not.
    void makeDue() { m_due = m_held.size(); }
    /// How many are, from the first on.
    [[nodiscard]] size_t due() const { return m_due; }

    /// How many calls of a kind there are, and how many bytes of arguments they have.
    struct Tally
    {
        size_t count = 0;
        qsizetype bytes = 0;
    };
    [[nodiscard]] const Tally &calls() const { return m_calls; }
    [[nodiscard]] const Tally &oneWay() const { return m_oneWay; }

private:
    void count(const Held &held, int difference);
    template <typename Which>
    void drop(Which which);

    std::deque<Held> m_held;
    size_t m_due = 0; // of these
    Tally m_calls;
    Tally m_oneWay;
};

} // namespace heliograph
