// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/accessors.h"

#include "meta/memberdomain.h"

#include <array>
#include <cctype>

namespace heliograph {

namespace {

constexpr std::array<QByteArrayView, 4> prefixes{"set", "get", "is", "has"};

// A name as "water_level" and "WaterLevel" have in common.
QByteArray folded(QByteArrayView name)
{
    return name.toByteArray().replace('_', "").toLower();
}

bool hasPrefix(QByteArrayView name, QByteArrayView prefix)
{
    return name.size() > prefix.size() && name.startsWith(prefix)
           && (name[prefix.size()] == '_' || std::isupper(uchar(name[prefix.size()])));
}

// "getLevel" -> "Level".
QByteArrayView withoutPrefix(QByteArrayView name)
{
    for (const QByteArrayView prefix : prefixes) {
        if (hasPrefix(name, prefix))
            return name.sliced(prefix.size());
    }
    return name;
}

// Properties have prefixes too: isOpen is written by setOpen or setIsOpen.
bool isAccessor(QByteArrayView method, QByteArrayView property)
{
    const QByteArray meant = folded(withoutPrefix(method));
    return folded(method) == folded(property) || meant == folded(property)
           || meant == folded(withoutPrefix(property));
}

} // namespace

QString accessFault(const QMetaObject *meta, const PropertyAccess &access, const MemberSelection &selection)
{
    const QByteArrayView property = access.property.name();
    for (int i = 0; i < meta->methodCount(); ++i) {
        const QMetaMethod method = meta->method(i);
        const QByteArray name = method.name();
        const bool isSetter = hasPrefix(name, prefixes.front()) && folded(name) != folded(property);
        if (method.methodType() == QMetaMethod::Signal || (isSetter && !access.isWritten)
            || !isAccessor(name, property) || domainOf(method, selection) == selection.domain)
            continue;
        return QStringLiteral(
                   "The property \"%1\" would leave open what HELIOGRAPH_DOMAIN(%2) closes in %3::%4: "
                   "properties are in the domain of their object. Expose the object in that domain%5, or "
                   "give the property or the method another name.")
            .arg(QString::fromUtf8(property), taggedDomain(method).value_or(QString()),
                 QLatin1StringView(method.enclosingMetaObject()->className()),
                 QString::fromUtf8(method.methodSignature()),
                 isSetter ? QStringLiteral(" or without writableProperties") : QString());
    }
    return {};
}

} // namespace heliograph
