// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/heartbeat.h>
#include <heliograph/limits.h>

namespace heliograph {

/// \a limits with each value brought into the range that limits.h names.
[[nodiscard]] Limits inRange(Limits limits);
/// \a heartbeat brought into the ranges that heartbeat.h names.
[[nodiscard]] Heartbeat inRange(Heartbeat heartbeat);

} // namespace heliograph
