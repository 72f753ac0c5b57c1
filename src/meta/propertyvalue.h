// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/signal.h"

#include <heliograph/encoder.h>

class QObject;

namespace heliograph {

/// Reads \a property of \a object, in the object's thread, and writes its value; nil, with the reason returned, when
/// the value has no form on the wire.
[[nodiscard]] QString encodeProperty(Encoder &encoder, QObject &object, const Property &property);

} // namespace heliograph
