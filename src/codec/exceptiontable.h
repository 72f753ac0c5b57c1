// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <exception>

namespace heliograph {

/// What travels for an exception that a handler threw. An Error stays as it is; a registered class travels by its
/// name and with its details; any other by its C++ name and what(). Never throws, whatever the application's
/// functions do. Thread-safe.
[[nodiscard]] Error captureException(const std::exception_ptr &exception);

/// The exception for an \a error that a peer sent: of the registered class when it names one, else \a error itself.
/// Never null. Thread-safe.
[[nodiscard]] std::exception_ptr restoreException(const Error &error);

} // namespace heliograph
