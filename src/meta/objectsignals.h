// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/objectmembers.h"
#include "meta/signal.h"

namespace heliograph {

/// The public signals of \a object's classes, as far as their types can travel; the others go to \a skipped, with
/// \a prefix in front of their names.
[[nodiscard]] std::vector<Signal> signalsOf(const QObject *object, const QByteArray &prefix,
                                            const MemberSelection &selection, QStringList &skipped);

/// The readable properties that tell of their changes (NOTIFY, BINDABLE) or have none (CONSTANT); \a skipped as above.
[[nodiscard]] std::vector<Property> propertiesOf(const QObject *object, const QByteArray &prefix,
                                                 const MemberSelection &selection, QStringList &skipped);

} // namespace heliograph
