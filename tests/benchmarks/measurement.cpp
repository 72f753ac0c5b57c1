// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "measurement.h"

#include <algorithm>
#include <cmath>

namespace heliograph::bench {

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::chrono::nanoseconds percentile(std::vector<std::chrono::nanoseconds> samples, double percent)
{
    const auto rank = static_cast<size_t>(std::ceil(percent / 100 * static_cast<double>(samples.size())));
    const size_t index = std::clamp<size_t>(rank, 1, samples.size()) - 1;
    const auto sample = samples.begin() + static_cast<std::ptrdiff_t>(index);
    std::nth_element(samples.begin(), sample, samples.end());
    return *sample;
}

const PeerRounds *ScenarioResult::find(const QString &peer) const
{
    const auto found =
        std::find_if(peers.begin(), peers.end(), [&](const auto &rounds) { return rounds.peer == peer; });
    return found == peers.end() ? nullptr : &*found;
}

std::optional<Ratio> ratio(const PeerRounds *peer, const PeerRounds *reference)
{
    if (!peer || !reference || peer->values.empty() || peer->values.size() != reference->values.size())
        return std::nullopt;
    std::vector<double> ratios;
    for (size_t round = 0; round < peer->values.size(); ++round) {
        if (reference->values[round] <= 0)
            return std::nullopt;
        ratios.push_back(peer->values[round] / reference->values[round]);
    }
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    return Ratio{.value = median(ratios), .least = *least, .most = *most};
}

} // namespace heliograph::bench
