// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/filefault.h"
#include "security/secretbytes.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// A file that is to stand at a path: written beside it, then put in its place, so that there always is a whole file, the old or
/// the new one. What is not put in place leaves nothing behind.
class NewFile
{
public:
    explicit NewFile(const QString &path) : m_path(path) {}
    ~NewFile();
    Q_DISABLE_COPY_MOVE(NewFile)

    /// Writes \a content, once. Private: with mode 0600, from the first moment; Trusted: 0644. Refused in a folder in which others
    /// could exchange the file.
    [[nodiscard]] std::optional<Error> write(const SecretBytes &content, KeyFileAccess access);
    /// Puts in place what was written; it is there also if the power fails after that.
    [[nodiscard]] std::optional<Error> putInPlace();

private:
    const QString m_path;
    QByteArray m_temporary; // its name, as long as it is there
};

} // namespace heliograph
