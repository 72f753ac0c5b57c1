// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/origin.h"

#include <QtCore/qglobal.h>
#include <QtCore/qstring.h>

#include <chrono>
#include <optional>

namespace heliograph {

/// What the system knows of a connection by its descriptor. ØMQ owns the descriptor and may close it at any moment, after which
/// the number may stand for anything; so each question is one system call, and the cookie tells one connection from the next.
namespace connection {

/// The connection's number, which is never used twice while the system runs (SO_COOKIE, socket(7)); nothing when \a descriptor is
/// no socket.
[[nodiscard]] std::optional<quint64> cookie(int descriptor);
/// Whether \a descriptor is a connection that was made to \a endpoint, in ØMQ's words: not another one of this process.
[[nodiscard]] bool isOf(int descriptor, const QString &endpoint);
/// Where it comes from, as ØMQ would say it; nowhere when it is gone.
[[nodiscard]] Origin origin(int descriptor);
/// Who is at the other end: "127.0.0.1:4711", "process 4711 of user 1000"; for the log.
[[nodiscard]] QString peerAddress(int descriptor);
/// How many bytes came (tcp(7), TCP_INFO); nothing for ipc.
[[nodiscard]] std::optional<quint64> bytesReceived(int descriptor);
/// For how long nothing came, whatever has been read of it (tcp(7), TCP_INFO); nothing for ipc.
[[nodiscard]] std::optional<std::chrono::milliseconds> silence(int descriptor);
/// Cuts the connection, which ØMQ notices and closes, if it is still the one of \a expected; false if not.
bool cut(int descriptor, quint64 expected);

} // namespace connection
} // namespace heliograph
