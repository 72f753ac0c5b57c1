// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qfile.h>
#include <QtCore/qstring.h>

#include <sys/stat.h>

/// Writes \a content to \a path, with these permissions.
inline bool writeFile(const QString &path, const QByteArray &content, mode_t mode = S_IRUSR | S_IWUSR)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
           && ::chmod(QFile::encodeName(path).constData(), mode) == 0;
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The permission bits of \a path.
inline mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}
