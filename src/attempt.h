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
/// After which the user ought to know that nothing has been heard yet.
inline constexpr std::chrono::milliseconds usualTime{1'000};
/// The pause before an attempt that is to show whether the one before was an accident.
inline constexpr std::chrono::milliseconds soon{50};
/// How often to look at an attempt. An inproc server that has not answered yet may be closed: ØMQ tells nobody.
inline constexpr std::chrono::milliseconds lookTime{100};

[[nodiscard]] bool isInproc(const QString &endpoint);
/// Why a connection is no good any more, by \a event; None when it still is.
[[nodiscard]] Error errorOf(const LinkEvent &event);
/// What to say of \a endpoint when its patience is over.
[[nodiscard]] Error noAnswer(const QString &endpoint);
/// What to say of \a endpoint when the usual time is.
[[nodiscard]] Error noAnswerYet(const QString &endpoint);

} // namespace attempt
} // namespace heliograph
