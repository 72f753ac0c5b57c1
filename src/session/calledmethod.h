// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/methodlookup.h"

#include <heliograph/error.h>

#include <optional>

namespace heliograph {

/// What the name of a call stands for.
struct CalledMethod
{
    std::shared_ptr<const Method> method; ///< null when there is none
    PermissionChanges changes;            ///< of the permissions by which it was found
    std::optional<Error> error;           ///< why there is none
};

/// Finds the method that \a name calls: "name", of whose overloads \a payload suits one, "name(int,QString)", or "property=".
/// May run predicates, as the next does.
[[nodiscard]] CalledMethod findCalled(const MethodLookup &lookup, QByteArrayView name,
                                      QByteArrayView payload);

/// Why \a method cannot be called by its name any more; nothing when it can.
[[nodiscard]] std::optional<Error> whyNotCalled(const MethodLookup &lookup, const Method &method);

} // namespace heliograph
