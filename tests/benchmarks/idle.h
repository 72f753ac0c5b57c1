// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "measurement.h"
#include "peer.h"

#include <QMap>
#include <QStringList>

#include <chrono>
#include <memory>
#include <vector>

namespace heliograph::bench {

/// Voluntary context switches so far of each thread of \a processId, by thread id: how often it went to sleep, and so
/// woke up (proc(5), /proc/PID/task/TID/status). Throws std::runtime_error when there is no such process.
[[nodiscard]] QMap<QString, qint64> contextSwitches(qint64 processId);

/// Counts how often the processes of a connected but idle pair wake up in \a duration: the contextSwitches() of
/// all their threads. Server and client run as two children of this process;
/// the value of each peer is wake-ups per second of both together.
[[nodiscard]] ScenarioResult measureIdle(const std::vector<std::unique_ptr<Peer>> &peers, Transport transport,
                                         const QString &directory, std::chrono::milliseconds duration);

/// The command line of a server child.
[[nodiscard]] QStringList serverArguments(const Peer &peer, Transport transport, const QString &directory);

} // namespace heliograph::bench
