// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <optional>

struct stat;

namespace heliograph {

/// What a file that is trusted must not allow, so that it can be.
enum class KeyFileAccess : quint8 {
    Private, ///< that anyone but its owner, who is this process's user, reads or changes it
    Trusted, ///< that anyone but its owner, who is this process's user or root, changes it
};

/// What makes the file \a path, which is as \a status says, one that is not trusted, in words that go on after its name.
[[nodiscard]] std::optional<QString> fileFault(const struct stat &status, const QString &path,
                                               KeyFileAccess access);

/// True if the owner is this process's user or root, whom nobody is safe from.
[[nodiscard]] bool isOursOrRoots(const struct stat &status);

/// True if the mode lets others than the owner write.
[[nodiscard]] bool othersMayChange(const struct stat &status);

} // namespace heliograph
