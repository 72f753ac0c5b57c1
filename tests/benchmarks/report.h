// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#pragma once

#include "measurement.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace heliograph::bench {

/// What Heliograph promises about its speed beside another peer.
struct Target
{
    QString scenario = {};
    QString peer = {};
    QString reference = {};
    double limit = 0;          // of the ratio peer/reference
    bool moreIsBetter = false; // the limit is a least value, else a most
};

[[nodiscard]] std::vector<Target> targets();

/// A target seen in one result.
struct Verdict
{
    Target target = {};
    QString transport = {};
    Ratio ratio = {};

    [[nodiscard]] bool isMet() const;
};

/// The targets that \a results can answer; others (a peer was not built, a scenario not run) are left out.
[[nodiscard]] std::vector<Verdict> verdicts(const std::vector<ScenarioResult> &results);

/// The results as text, for a terminal of 100 columns.
[[nodiscard]] QString table(const std::vector<ScenarioResult> &results);

/// The same with every round. \a quick is noted, so that nobody compares such figures.
[[nodiscard]] QJsonObject toJson(const std::vector<ScenarioResult> &results, bool quick);

} // namespace heliograph::bench
