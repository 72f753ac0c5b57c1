// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/signalchoice.h"

#include <algorithm>

namespace heliograph {

namespace {

// The name that picks \a overload of \a set.
QByteArray selector(const SignalSet &set, const SignalOverload &overload)
{
    return set.name + '(' + overload.object->signalList()[overload.number].types() + ')';
}

// The candidates of an ambiguous name, for a message.
QString candidates(const SignalSet &set)
{
    QByteArrayList selectors;
    for (const SignalOverload &overload : set.overloads)
        selectors.append(selector(set, overload));
    return QString::fromUtf8(selectors.join(", "));
}

// Leaves those of the types that are heard already, if there are any.
void keepTypes(const Publication &publication, SignalSet &set)
{
    if (!publication.types)
        return;
    const auto isOther = [&](const SignalOverload &overload) {
        return overload.object->signalList()[overload.number].types() != *publication.types;
    };
    if (!std::all_of(set.overloads.begin(), set.overloads.end(), isOther))
        std::erase_if(set.overloads, isOther);
}

} // namespace

SignalChoice chooseSignal(const ObjectLookup &lookup, const Publication &publication)
{
    const QByteArray &name = publication.name;
    const qsizetype bracket = name.indexOf('(');
    SignalSet set = lookup.findSignal(bracket < 0 ? name : name.first(bracket));
    if (bracket >= 0)
        std::erase_if(set.overloads,
                      [&](const SignalOverload &overload) { return selector(set, overload) != name; });
    keepTypes(publication, set);
    if (set.overloads.size() == 1)
        return {set.overloads.front(), {}};
    if (set.overloads.empty())
        return {std::nullopt,
                Error(ErrorCode::UnknownName,
                      QStringLiteral("The signal \"%1\" is not exposed.").arg(QString::fromUtf8(name)))};
    return {std::nullopt,
            Error(ErrorCode::WrongArguments, QStringLiteral("\"%1\" can be any of %2; name one of them.")
                                                 .arg(QString::fromUtf8(name), candidates(set)))};
}

} // namespace heliograph
