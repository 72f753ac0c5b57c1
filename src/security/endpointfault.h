// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// Why \a endpoint, to bind or connect to, is none of this host's: neither ipc nor inproc, nor tcp with a loopback address. \a what
/// would cross the network readable, in words that "crosses" goes on after.
[[nodiscard]] std::optional<Error> offHostFault(const QString &endpoint, const QString &what);

/// Why \a endpoint is none at which anybody is asked who he is: it is inproc, where ØMQ goes on without.
[[nodiscard]] std::optional<Error> unaskedFault(const QString &endpoint);

/// Either of them.
[[nodiscard]] inline std::optional<Error> clearTextFault(const QString &endpoint, const QString &what)
{
    const std::optional<Error> unasked = unaskedFault(endpoint);
    return unasked ? unasked : offHostFault(endpoint, what);
}

} // namespace heliograph
