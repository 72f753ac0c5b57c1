// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/linkevent.h"

#include <heliograph/error.h>

#include <chrono>

namespace heliograph {

/// What holds for every attempt to reach a server, whoever makes it.
namespace attempt {

/// For a goodbye to leave after the conversation is over.
inline constexpr std::chrono::milliseconds lingerTime{100};
/// From connect to WELCOME. ØMQ gives up on the connection and on its own handshake after 5 s each.
inline constexpr std::chrono::milliseconds patience{10'000};
/// How often to look whether an inproc server that has not answered yet is closed: ØMQ tells nobody.
inline constexpr std::chrono::milliseconds inprocLookTime{100};

[[nodiscard]] bool isInproc(const QString &endpoint);
/// Why a connection is no good any more, by \a event; None when it still is.
[[nodiscard]] Error errorOf(const LinkEvent &event);
/// What to say of \a endpoint when its patience is over.
[[nodiscard]] Error noAnswer(const QString &endpoint);

} // namespace attempt
} // namespace heliograph
