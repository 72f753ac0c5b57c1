// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/exceptions.h>

#include <exception>

namespace heliograph {

/// The exception for an \a error that a peer sent: of the registered class when it names one, else \a error itself.
/// Never null. Thread-safe.
[[nodiscard]] std::exception_ptr restoreException(const Error &error);

} // namespace heliograph
