// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/objectmembers.h"

#include <QtCore/qmetaobject.h>

namespace heliograph {

/// What peers can do with a property.
struct PropertyAccess
{
    QMetaProperty property;
    bool isWritten = false; ///< besides reading it, as far as it can be read
};

/// Why \a access, to a property of the class \a meta, would leave open what HELIOGRAPH_DOMAIN closes: a method by which it is read or
/// written is of another domain than the object. Null when none is. moc does not tell which methods those are: they are known by
/// their names, in the class and all above it. For the property "level": level, getLevel, isLevel, hasLevel, and setLevel if it is
/// written; underscores and case do not count.
[[nodiscard]] QString accessFault(const QMetaObject *meta, const PropertyAccess &access,
                                  const MemberSelection &selection);

} // namespace heliograph
