// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/calledmethod.h"

#include "session/argumentbinding.h"

#include <algorithm>

namespace heliograph {

namespace {

Error notExposed(QByteArrayView name)
{
    return Error(ErrorCode::UnknownName,
                 QStringLiteral("\"%1\" is not exposed.").arg(QString::fromUtf8(name)));
}

Error notWritable(QByteArrayView property)
{
    return Error(ErrorCode::NoPermission,
                 QStringLiteral("\"%1\" cannot be written.").arg(QString::fromUtf8(property)));
}

// False when \a property can be read but \a writers, of "property=", are none or another object's.
bool isWritable(const MethodLookup &lookup, QByteArrayView property, const MethodSet *writers)
{
    const std::shared_ptr<const MethodSet> readers = lookup.find(property);
    return !readers || (writers && writers->overloads.front()->object == readers->overloads.front()->object);
}

} // namespace

CalledMethod findCalled(const MethodLookup &lookup, QByteArrayView name, QByteArrayView payload)
{
    // "name(int,QString)" picks one overload.
    const qsizetype bracket = name.indexOf('(');
    const QByteArrayView called = bracket < 0 ? name : name.first(bracket);
    const std::shared_ptr<const MethodSet> methods = lookup.find(called);
    if (called.endsWith('=') && !isWritable(lookup, called.chopped(1), methods.get()))
        return {nullptr, nullptr, notWritable(called.chopped(1))};
    if (!methods)
        return {nullptr, nullptr, notExposed(name)};
    if (bracket < 0) {
        OverloadChoice choice = chooseOverload(*methods, payload);
        return {std::move(choice.method), methods->changes, std::move(choice.error)};
    }
    const auto &all = methods->overloads;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto &m) { return m->selector() == name; });
    if (found == all.end())
        return {nullptr, nullptr, notExposed(name)};
    return {*found, methods->changes, std::nullopt};
}

std::optional<Error> whyNotCalled(const MethodLookup &lookup, const Method &method)
{
    const std::shared_ptr<const MethodSet> methods = lookup.find(method.name);
    const auto isIt = [&](const std::shared_ptr<const Method> &it) { return it.get() == &method; };
    if (!methods || std::none_of(methods->overloads.begin(), methods->overloads.end(), isIt))
        return notExposed(method.name);
    return std::nullopt;
}

} // namespace heliograph
