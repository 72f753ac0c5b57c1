// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qmetaobject.h>
#include <QtCore/qstring.h>

#include <optional>

namespace heliograph {

/// The domain that HELIOGRAPH_DOMAIN gives \a method, or one that it overrides; nothing when there is none.
[[nodiscard]] std::optional<QString> taggedDomain(const QMetaMethod &method);

/// Why the tags of the class \a meta and of those above it cannot be relied on: one stands where moc does not see what it
/// belongs to. Null when they can.
[[nodiscard]] QString tagFault(const QMetaObject *meta);

} // namespace heliograph
