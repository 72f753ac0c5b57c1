// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

namespace heliograph {

/// The error of a key, secret or password: \a where it was found (a file, a line of it), and what is wrong with it.
[[nodiscard]] inline Error invalidKey(const QString &where, const QString &what)
{
    return Error(ErrorCode::InvalidKey, where + QStringLiteral(": ") + what + QLatin1Char('.'));
}

/// What is wrong with a line that has no end (see Lines::isCut()).
[[nodiscard]] inline QString cutLine()
{
    return QStringLiteral("has no line end, as if not all of it were written");
}

} // namespace heliograph
