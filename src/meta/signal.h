// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

namespace heliograph {

class ExposedObject;

/// A signal of an exposed object, found once at exposure and never changed. Shared by all threads.
struct Signal
{
    QByteArray name; ///< without the object's
    std::vector<Parameter> parameters;
    int index = -1; ///< QMetaMethod::methodIndex()
    DomainNumber domain = defaultDomain;

    /// "int,QString": what a receiver must be able to take.
    [[nodiscard]] QByteArray types() const;
};

/// A property of an exposed object, as Signal.
struct Property
{
    QByteArray name;
    const TypeCodec *codec = nullptr;
    int index = -1;       ///< QMetaProperty::propertyIndex()
    int notifyIndex = -1; ///< QMetaMethod::methodIndex() of its NOTIFY signal; -1: it has none
    bool isConstant = false;
    bool isWritable = false; ///< by peers
};

/// One signal of an object, and where it is.
struct SignalOverload
{
    std::shared_ptr<ExposedObject> object;
    size_t number = 0; ///< in ExposedObject::signalList()
};

/// All signals of one name.
struct SignalSet
{
    QByteArray name; ///< dotted, as the peer subscribes to it
    std::vector<SignalOverload> overloads;
};

} // namespace heliograph
