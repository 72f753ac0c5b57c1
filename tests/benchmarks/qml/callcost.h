// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "measurement.h"

#include <QtCore/QStringList>

namespace heliograph::bench {

/// What a call takes from C++ to its future and from QML to its promise, over the same connection, in turns: microseconds of wall
/// time, with one call under way and with many. \a calls in each round. Throws std::runtime_error when a call fails.
[[nodiscard]] std::vector<ScenarioResult> measureCalls(const QString &address, int calls, int rounds);

} // namespace heliograph::bench
