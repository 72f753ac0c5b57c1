// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

/// The size of a test: \a usual, or \a full where there is time (script/test --long).
template <typename T>
[[nodiscard]] T sizeOr(T usual, T full)
{
    return qEnvironmentVariableIsSet("HELIOGRAPH_LONG_TESTS") ? full : usual;
}
