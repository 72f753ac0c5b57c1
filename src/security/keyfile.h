// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretbytes.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// What a file that is trusted must not allow, so that it can be.
enum class KeyFileAccess : quint8 {
    Private, ///< that anyone but its owner, who is this process's user, reads or changes it
    Trusted, ///< that anyone but its owner, who is this process's user or root, changes it
};

/// A file as it was read, or why it could not be.
struct KeyFile
{
    SecretBytes content = {};
    std::optional<Error> error = std::nullopt;
};

/// Reads \a path, unless it is no ordinary file, larger than 16 MiB, or open to those whom \a access excludes.
[[nodiscard]] KeyFile readKeyFile(const QString &path, KeyFileAccess access);

/// Writes \a content to \a path, so that there always is a whole file, the old or the new one. Private: with mode 0600, from the
/// first moment; Trusted: 0644.
[[nodiscard]] std::optional<Error> writeKeyFile(const QString &path, const SecretBytes &content,
                                                KeyFileAccess access);

} // namespace heliograph
