// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <optional>

namespace heliograph {

/// What a QFuture<T> known by its meta type only is made of.
struct FutureType
{
    QMetaType result; ///< T
    FutureAccess access;
};

/// Nothing when \a type is not a QFuture, or one of a type that Qt does not know by name.
[[nodiscard]] std::optional<FutureType> futureType(QMetaType type);

/// The first result in a finished \a future, or nullptr.
[[nodiscard]] const void *firstFutureResult(const QFuture<void> &future);

} // namespace heliograph
