// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "measurement.h"

#include <QtCore/QStringList>

#include <chrono>

namespace heliograph::bench {

/// What a page takes of a core in percent, whichever way it comes to its values; rounds of \a duration each, the pages in turns.
/// Throws std::runtime_error when a page does not show as many of the changes as \a leastShown, from 0 to 1.
[[nodiscard]] ScenarioResult measurePages(const QString &address, std::chrono::milliseconds duration,
                                          int rounds, double leastShown);

/// The child's half: shows the page of the file \a name, tells what it took in \a duration and how many changes it showed.
/// \a address is of the remote objects' server; empty: the objects are of this process.
[[nodiscard]] int showPage(const QString &name, const QString &address, std::chrono::milliseconds duration);

} // namespace heliograph::bench
