// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

namespace heliograph {

class ExposedObject;

/// Hears what happens to exposed objects, in whatever thread it happens. Views are valid during the call.
class ObjectListener
{
public:
    virtual ~ObjectListener() = default;
    /// The object's signal \a number was emitted; \a arguments is a msgpack array.
    virtual void signalEmitted(ExposedObject &object, size_t number, QByteArrayView arguments) = 0;
    /// Properties have changed; \a values is a msgpack map from numbers of properties to values.
    virtual void propertiesChanged(ExposedObject &object, QByteArrayView values) = 0;
};

} // namespace heliograph
