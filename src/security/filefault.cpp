// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/filefault.h"

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qstringbuilder.h>

#include <sys/stat.h>
#include <unistd.h>

namespace heliograph {

namespace {

// More is no list of keys, and would only take time and memory.
constexpr off_t largestFile = off_t(1024) * 1024;

bool isOursOrRoots(const struct stat &status)
{
    return status.st_uid == ::geteuid() || status.st_uid == 0;
}

bool othersMayChange(const struct stat &status)
{
    return (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

std::optional<QString> faultOfFolder(const QString &folder)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(folder).constData(), &status) != 0)
        return QStringLiteral("lies in a folder of which nothing is known: ") + qt_error_string();
    if (!isOursOrRoots(status)) {
        return QStringLiteral("lies in a folder of the user with the number %1, who can exchange it: %2")
            .arg(status.st_uid)
            .arg(folder);
    }
    if (othersMayChange(status) && (status.st_mode & S_ISVTX) == 0)
        return QStringLiteral("lies in a folder in which others can exchange it; run: chmod go-w ") + folder;
    return std::nullopt;
}

} // namespace

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

std::optional<QString> folderFault(const QString &path)
{
    const QFileInfo info(path);
    if (auto fault = faultOfFolder(info.absolutePath()))
        return fault;
    return info.isSymLink() ? faultOfFolder(QFileInfo(info.canonicalFilePath()).path()) : std::nullopt;
}

} // namespace heliograph
