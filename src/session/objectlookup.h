// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/exposedobject.h"

#include <QtCore/qbytearraylist.h>

#include <memory>

namespace heliograph {

/// An object as one peer sees it.
struct SeenObject
{
    std::shared_ptr<ExposedObject> object; ///< null when there is none
    QByteArray description;                ///< of its members, msgpack
};

/// Finds what the peer of a session may subscribe to.
class ObjectLookup
{
public:
    virtual ~ObjectLookup() = default;
    /// Finds out anew what exists for the peer, if that may have changed; the others go by what this has found. Runs predicates,
    /// which may do anything.
    virtual void update() const = 0;
    /// The signals called \a name.
    [[nodiscard]] virtual SignalSet findSignal(QByteArrayView name) const = 0;
    /// The object called \a name.
    [[nodiscard]] virtual SeenObject findObject(QByteArrayView name) const = 0;
    /// The names of all objects, sorted.
    [[nodiscard]] virtual QByteArrayList objectNames() const = 0;
};

} // namespace heliograph
