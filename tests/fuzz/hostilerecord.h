// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "fuzz.h"

#include <QtCore/qbytearray.h>

namespace fuzz {

/// A name that an end may have exposed, or any other.
[[nodiscard]] QByteArray nameFrom(Input &input);
/// Arguments or values in msgpack, or what is none.
[[nodiscard]] QByteArray payloadFrom(Input &input);
/// A record of any kind, laid out as it should be, with fields as \a input wants them.
[[nodiscard]] QByteArray recordFrom(Input &input);

} // namespace fuzz
