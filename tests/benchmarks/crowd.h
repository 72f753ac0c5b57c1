// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "measurement.h"

#include <QString>

#include <vector>

namespace heliograph::bench {

/// What one server with \a count connected, idle clients costs, over ipc in \a directory: memory for each beside what raw
/// libzmq takes, time for heartbeats, an event to all, and what becomes of calls. The clients are in two more processes.
[[nodiscard]] std::vector<ScenarioResult> measureCrowd(int count, bool quick, const QString &directory);

/// The roles of the children, each of which runs until its parent ends.
int serveCrowd(const QString &address);
int serveRawCrowd(const QString &address);
int joinCrowd(const QString &address, int count);
int joinRawCrowd(const QString &address, int count);

} // namespace heliograph::bench
