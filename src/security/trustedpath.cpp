// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/trustedpath.h"

#include "security/filefault.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>

namespace heliograph {

namespace {

constexpr int mostLinks = 40; // as the system has it

QByteArrayList namesOf(const QByteArray &path)
{
    QByteArrayList names = path.split('/');
    names.removeIf([](const QByteArray &name) { return name.isEmpty() || name == "."; });
    return names;
}

QByteArray absolute(const QString &path)
{
    // Not QFileInfo, to which a/../b is b, also when a is a link.
    return QFile::encodeName(path.startsWith(u'/') ? path : QDir::currentPath() + u'/' + path);
}

Descriptor openStep(int folder, const QByteArray &name)
{
    return Descriptor(::openat(folder, name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
}

} // namespace

TrustedPath::TrustedPath(const QString &path, LastLink lastLink) : m_ahead(namesOf(absolute(path)))
{
    m_fault = go(lastLink);
}

std::optional<QString> TrustedPath::go(LastLink lastLink)
{
    auto fault = enter(openStep(AT_FDCWD, "/"), "/");
    while (!fault && !m_ahead.isEmpty()) {
        const QByteArray name = m_ahead.takeFirst();
        const bool isLast = m_ahead.isEmpty();
        if (isLast && lastLink == LastLink::Kept) {
            m_name = name;
            return std::nullopt;
        }
        Descriptor step = openStep(m_folder.number(), name);
        struct stat status = {};
        if (step.number() < 0 || ::fstat(step.number(), &status) != 0)
            return qt_error_string(errno);
        if (S_ISLNK(status.st_mode)) {
            fault = follow(step, status, m_path + name);
        } else if (isLast) {
            m_name = name;
            return std::nullopt;
        } else {
            fault = enter(std::move(step), m_path + name + '/');
        }
    }
    return fault;
}

std::optional<QString> TrustedPath::enter(Descriptor folder, const QByteArray &path)
{
    const QString shown = QFile::decodeName(path.size() > 1 ? path.chopped(1) : path);
    struct stat status = {};
    if (folder.number() < 0 || ::fstat(folder.number(), &status) != 0)
        return qt_error_string(errno);
    if (!S_ISDIR(status.st_mode))
        return qt_error_string(ENOTDIR);
    if (!isOursOrRoots(status)) {
        return QStringLiteral(
                   "is reached through a folder of the user with the number %1, who can exchange it: %2")
            .arg(status.st_uid)
            .arg(shown);
    }
    if (othersMayChange(status) && (status.st_mode & S_ISVTX) == 0) {
        return QStringLiteral("is reached through a folder in which others can exchange it; run: chmod go-w ")
               + shown;
    }
    m_folder = std::move(folder);
    m_path = path;
    return std::nullopt;
}

std::optional<QString> TrustedPath::follow(const Descriptor &link, const struct stat &status,
                                           const QByteArray &path)
{
    if (!isOursOrRoots(status)) {
        return QStringLiteral(
                   "is reached by a link of the user with the number %1, who can turn it elsewhere: %2")
            .arg(status.st_uid)
            .arg(QFile::decodeName(path));
    }
    QByteArray target(PATH_MAX, Qt::Uninitialized);
    const ssize_t size = ::readlinkat(link.number(), "", target.data(), std::size_t(target.size()));
    if (size < 0 || ++m_links > mostLinks)
        return qt_error_string(size < 0 ? errno : ELOOP);
    target.truncate(size);
    m_ahead = namesOf(target) + m_ahead;
    return target.startsWith('/') ? enter(openStep(AT_FDCWD, "/"), "/") : std::nullopt;
}

} // namespace heliograph
