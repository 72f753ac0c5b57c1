// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <optional>

namespace heliograph {

/// By what it is noticed that a path leads to another file than before, or to the same one changed, without reading it: what stat(2)
/// says of what open() would find there, whatever links and folders lead to it, and of the rights in these folders.
struct FileState
{
    int error = 0; ///< errno, when there is no such file
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; ///< in ns
    qint64 changed = 0;  ///< in ns; rights and owner too
    std::optional<QString> pathFault = std::nullopt;

    [[nodiscard]] friend bool operator==(const FileState &, const FileState &) = default;
};

/// The state of \a path now.
[[nodiscard]] FileState stateOf(const QString &path);

} // namespace heliograph
