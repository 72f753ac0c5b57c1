// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/filefault.h"

#include <QtCore/qstringbuilder.h>

#include <sys/stat.h>
#include <unistd.h>

namespace heliograph {

namespace {

// More is no list of keys, and would only take time and memory.
constexpr off_t largestFile = off_t(1024) * 1024;

} // namespace

bool isOursOrRoots(const struct stat &status)
{
    return status.st_uid == ::geteuid() || status.st_uid == 0;
}

bool othersMayChange(const struct stat &status)
{
    return (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

std::optional<QString> fileFault(const struct stat &status, const QString &path, KeyFileAccess access)
{
    if (!S_ISREG(status.st_mode))
        return QStringLiteral("is no ordinary file");
    if (status.st_size > largestFile)
        return QStringLiteral("has %1 bytes, more than %2").arg(status.st_size).arg(largestFile);
    const bool isPrivate = access == KeyFileAccess::Private;
    if (isPrivate ? status.st_uid != ::geteuid() : !isOursOrRoots(status)) {
        return QStringLiteral(
                   "belongs to the user with the number %1, not to the one that runs this program (%2)")
            .arg(status.st_uid)
            .arg(::geteuid());
    }
    if (isPrivate && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return QStringLiteral("is open to others than its owner; run: chmod 600 ") + path;
    if (othersMayChange(status))
        return QStringLiteral("can be changed by others than its owner; run: chmod go-w ") + path;
    return std::nullopt;
}

} // namespace heliograph
