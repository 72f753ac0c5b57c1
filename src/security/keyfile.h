// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/filefault.h"
#include "security/secretbytes.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// A file as it was read, or why it could not be.
struct KeyFile
{
    SecretBytes content = {};
    std::optional<Error> error = std::nullopt;
};

/// Reads \a path, unless it is no ordinary file, larger than 1 MiB, or open to those whom \a access excludes, or reached by a way that
/// others could turn (see TrustedPath). What changes meanwhile is read again.
[[nodiscard]] KeyFile readKeyFile(const QString &path, KeyFileAccess access);

} // namespace heliograph
