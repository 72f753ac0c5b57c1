// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

namespace heliograph {

/// How a client shows who it is while it connects, before anything else is read of it.
enum class Mechanism : quint8 {
    Null,  ///< not at all
    Plain, ///< by a name and a password, which whoever is on the line can read
    Curve, ///< by a key, and both ends encrypt what they send (CURVE, ZeroMQ's RFC 26)
};

} // namespace heliograph
