// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace heliograph::bench {

/// The middle value; the mean of the two middle ones of an even count. \a values must not be empty.
[[nodiscard]] double median(std::vector<double> values);

/// The smallest sample that is not smaller than \a percent (0 to 100) of all samples (nearest rank). \a samples must
/// not be empty.
[[nodiscard]] std::chrono::nanoseconds percentile(std::vector<std::chrono::nanoseconds> samples,
                                                  double percent);

/// One peer's rounds of one scenario.
struct PeerRounds
{
    QString peer = {};
    qint64 calls = 0;                // of all rounds
    std::vector<double> values = {}; // one a round, in the scenario's unit
    std::vector<double> p99 =
        {}; // one a round, beside the p50 in values; empty unless the scenario is a round trip
};

/// One scenario over one transport, all peers.
struct ScenarioResult
{
    QString scenario = {};
    QString transport = {};
    QString unit = {}; // of values
    bool moreIsBetter = false;
    std::vector<PeerRounds> peers = {};

    /// The rounds of \a peer; null when it did not take part.
    [[nodiscard]] const PeerRounds *find(const QString &peer) const;
};

/// How one peer stands to another: in each round, value by value measured right after one another.
struct Ratio
{
    double value = 0; // median of the rounds' ratios
    double least = 0;
    double most = 0;
};

/// \a peer divided by \a reference, round by round; nothing when either is missing or a reference value is 0.
[[nodiscard]] std::optional<Ratio> ratio(const PeerRounds *peer, const PeerRounds *reference);

} // namespace heliograph::bench
