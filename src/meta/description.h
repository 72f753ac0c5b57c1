// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/signal.h"

#include <QtCore/qvariant.h>

namespace heliograph {

/// What peers are told of the members of exposed objects (docs/protocol.md "Arguments").

/// A map of name (dotted), signature, parameters and result.
[[nodiscard]] QVariantMap describe(const Method &method);
/// A map of name (\a prefix in front of it) and parameters.
[[nodiscard]] QVariantMap describe(const Signal &signal, const QByteArray &prefix = {});
/// A map of name, type, and whether it is writable and constant.
[[nodiscard]] QVariantMap describe(const Property &property);

} // namespace heliograph
