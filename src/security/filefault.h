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

/// The same for the folder in which \a path stands, and that to which it leads if it is a link: none but this process's user and
/// root may put another file in its place. They cannot in a folder such as /tmp, where each may only touch what is his.
[[nodiscard]] std::optional<QString> folderFault(const QString &path);

} // namespace heliograph
