// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "measurement.h"
#include "peer.h"
#include "placement.h"
#include "workload.h"

#include <QString>

#include <vector>

namespace heliograph::bench {

/// One thing to measure in rounds.
struct Scenario
{
    enum class Figure {
        RoundTrip,  // p50 and p99 of a call, in microseconds
        CallRate,   // calls per second
        ByteRate,   // MiB per second, one direction
        EventRate,  // events, or changes, per second
        ClientRate, // clients connected per second
    };

    QString name = {};
    Figure figure = Figure::RoundTrip;
    Placement placement = Placement::Free;
    Workload warmUp = {}; // not measured
    Workload round = {};
    int rounds = 5;
};

/// All scenarios that are made of calls; \a quick ones only show that they run.
[[nodiscard]] std::vector<Scenario> callScenarios(bool quick);

/// A peer taking part: connected, its server running elsewhere.
struct Contestant
{
    const Peer *peer = nullptr;
    Caller *caller = nullptr;
    qint64 serverProcess = 0;
};

/// Runs \a scenario: each round lets every contestant run once, in turn, so that what disturbs the machine for a while
/// disturbs all. Throws what Caller::run() throws.
[[nodiscard]] ScenarioResult measure(const Scenario &scenario, const std::vector<Contestant> &contestants);

} // namespace heliograph::bench
