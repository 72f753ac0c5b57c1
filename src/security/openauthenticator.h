// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>

namespace heliograph {

/// Whether \a authenticator is one of authenticate::open() and openInsecurely(), which let in everybody who can reach the server: then nobody need be asked.
[[nodiscard]] bool letsEverybodyIn(const Authenticator &authenticator);

} // namespace heliograph
