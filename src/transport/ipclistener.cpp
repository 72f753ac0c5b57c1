// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/ipclistener.h"

#include <QtCore/qfile.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace heliograph {

IpcListener::IpcListener(const QByteArray &path) : m_path(path), m_lock(QFile::decodeName(path + ".lock"))
{
    m_lock.setStaleLockTime(0); // a server may live for years: only its process's death makes its lock stale
}

IpcListener::~IpcListener()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (m_ownsFile)
        ::unlink(m_path.constData()); // while the lock is held: later it could be another server's
}

std::optional<Error> IpcListener::listen(int backlog)
{
    if (auto error = lock())
        return error;
    if (auto error = removeStaleFile())
        return error;

    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_path.constData(),
                std::min(static_cast<std::size_t>(m_path.size()), sizeof(address.sun_path) - 1));

    m_descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (m_descriptor < 0)
        return failure(ErrorCode::InvalidAddress, qt_error_string(errno));
    if (::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        return failure(errno == EADDRINUSE ? ErrorCode::AddressInUse : ErrorCode::InvalidAddress,
                       qt_error_string(errno));
    }
    m_ownsFile = true;
    // ØMQ turns other users away, but only after it has accepted them.
    if (::chmod(m_path.constData(), S_IRUSR | S_IWUSR) != 0)
        return failure(ErrorCode::InvalidAddress, qt_error_string(errno));
    if (::listen(m_descriptor, backlog) != 0)
        return failure(ErrorCode::InvalidAddress, qt_error_string(errno));
    return std::nullopt;
}

int IpcListener::takeDescriptor()
{
    return std::exchange(m_descriptor, -1);
}

std::optional<Error> IpcListener::lock()
{
    if (m_lock.tryLock(0))
        return std::nullopt;
    if (m_lock.error() == QLockFile::LockFailedError)
        return failure(ErrorCode::AddressInUse, QStringLiteral("another server listens there"));
    return failure(ErrorCode::InvalidAddress,
                   QStringLiteral("no lock file can be written beside it; does the directory exist?"));
}

std::optional<Error> IpcListener::removeStaleFile() const
{
    struct stat info = {};
    if (::lstat(m_path.constData(), &info) != 0)
        return std::nullopt;
    if (!S_ISSOCK(info.st_mode))
        return failure(ErrorCode::AddressInUse, QStringLiteral("a file that is no socket is there"));
    if (::unlink(m_path.constData()) != 0 && errno != ENOENT)
        return failure(ErrorCode::InvalidAddress, qt_error_string(errno));
    return std::nullopt;
}

Error IpcListener::failure(ErrorCode code, const QString &reason) const
{
    return Error(code,
                 QStringLiteral("Cannot listen at ipc://%1: %2.").arg(QFile::decodeName(m_path), reason));
}

} // namespace heliograph
