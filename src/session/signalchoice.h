// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/objectlookup.h"
#include "session/publication.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// Which signal the name of a subscription stands for.
struct SignalChoice
{
    std::optional<SignalOverload> signal;
    Error error; ///< why there is none
};

/// Finds the signal that \a publication is subscribed to by its name: "name", when it has no overloads, or
/// "name(int,QString)". Who hears a signal goes on hearing that, or what has come in its place, however many overloads there are by
/// now.
[[nodiscard]] SignalChoice chooseSignal(const ObjectLookup &lookup, const Publication &publication);

} // namespace heliograph
