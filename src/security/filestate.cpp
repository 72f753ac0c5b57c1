// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/filestate.h"

#include "security/trustedpath.h"

#include <QtCore/qfile.h>

#include <cerrno>
#include <sys/stat.h>

namespace heliograph {

namespace {

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

FileState stateOf(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {.error = errno};
    return {.device = status.st_dev,
            .inode = status.st_ino,
            .size = status.st_size,
            .modified = nanoseconds(status.st_mtim),
            .changed = nanoseconds(status.st_ctim),
            .pathFault = TrustedPath(path, TrustedPath::LastLink::Followed).fault()};
}

} // namespace heliograph
