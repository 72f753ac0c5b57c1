// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "end.h"

#include <QtCore/qbytearray.h>

#include <optional>

namespace fuzz {

/// A signal whose argument counts its emissions, as who subscribes to it over an honest link hears of it. What must not be ends
/// the program.
class Stream
{
public:
    explicit Stream(QByteArray name) : m_name(std::move(name)) {}

    [[nodiscard]] const QByteArray &name() const { return m_name; }
    /// The number of the next emission.
    [[nodiscard]] int next() { return ++m_emitted; }
    [[nodiscard]] bool isSubscribed() const { return m_subscribedAt.has_value(); }
    /// Once.
    void subscribe();
    /// From now on emissions may pass that the subscriber is told nothing of.
    void interrupt() { m_isWhole = false; }
    /// The subscriber is told something.
    void hear(const SignalNews &news);
    /// To be called when nothing is under way any more.
    void checkAll() const;

private:
    void check(int last, int earliest, int latest) const;

    const QByteArray m_name;
    int m_emitted = 0;
    int m_heard = 0;         // the last one
    quint64 m_lostSince = 0; // then
    quint64 m_told = 0;      // up to it
    std::optional<int> m_subscribedAt;
    std::optional<int> m_connectedAt;
    bool m_isWhole = true;
};

} // namespace fuzz
