// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linksecurity.h"

#include <heliograph/limits.h>

#include <chrono>
#include <optional>

namespace heliograph {

/// What an application may say of its sockets.
struct LinkSettings
{
    /// A connection over a network that is dead for so long is given up; 0: never.
    std::chrono::milliseconds linkTimeout = std::chrono::seconds(10);
    /// In their ranges. Those of strangers are for sockets that listen.
    Limits limits = {};
    /// Without it nobody is asked who he is.
    std::optional<LinkSecurity> security = std::nullopt;
};

} // namespace heliograph
