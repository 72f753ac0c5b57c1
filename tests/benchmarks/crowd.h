// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "measurement.h"

#include <QString>

#include <vector>

namespace heliograph::bench {

inline constexpr int crowdProcesses = 2;

/// What one server at \a address with \a count connected, idle clients costs: memory for each beside what raw libzmq takes, time
/// for heartbeats, an event to all, and what becomes of calls. The clients are in crowdProcesses more processes.
[[nodiscard]] std::vector<ScenarioResult> measureCrowd(int count, bool quick, const QString &address);

/// The roles of the children, each of which runs until its parent ends.
int serveCrowd(const QString &address);
int serveRawCrowd(const QString &address);
int joinCrowd(const QString &address, int count);
int joinRawCrowd(const QString &address, int count);
/// Connections without Heliograph, ØMQ or Qt, which subscribe to what the server rings.
int listenAsCrowd(const QString &address, int count);

} // namespace heliograph::bench
