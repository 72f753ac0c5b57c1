// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>

namespace heliograph {

/// Why \a attempt is refused whatever it shows: it comes with another mechanism than \a expected.
[[nodiscard]] std::optional<Error> mechanismFault(const Attempt &attempt, Mechanism expected);

/// The same, and it comes from another host.
[[nodiscard]] std::optional<Error> localAttemptFault(const Attempt &attempt, Mechanism expected);

} // namespace heliograph
