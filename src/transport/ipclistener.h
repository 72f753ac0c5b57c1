// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlockfile.h>

#include <optional>

namespace heliograph {

/// The right to listen at an ipc path, and the listening descriptor. ØMQ itself would take a path away from a
/// live server and, when it closes, remove a file that may by then be its successor's.
///
/// A lock file beside the socket file says who is alive: unlike a trial connection it leaves no gap in which
/// two servers that start together both find the path free, and it does not disturb the other server.
class IpcListener
{
public:
    explicit IpcListener(const QByteArray &path);
    /// Removes the socket file and gives the path up. Connections are not touched.
    ~IpcListener();
    IpcListener(const IpcListener &) = delete;
    IpcListener &operator=(const IpcListener &) = delete;

    /// Replaces a stale socket file and listens with \a backlog waiting connections at most. AddressInUse when
    /// another server lives at the path or a file of another kind is there; else InvalidAddress.
    [[nodiscard]] std::optional<Error> listen(int backlog);
    /// The listening descriptor; the caller owns it from now on.
    [[nodiscard]] int takeDescriptor();

private:
    [[nodiscard]] std::optional<Error> lock();
    [[nodiscard]] std::optional<Error> removeStaleFile() const;
    [[nodiscard]] Error failure(ErrorCode code, const QString &reason) const;

    const QByteArray m_path;
    QLockFile m_lock;
    int m_descriptor = -1;
    bool m_ownsFile = false;
};

} // namespace heliograph
