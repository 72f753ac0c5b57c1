// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <QtCore/qstringlist.h>

#include <chrono>

class QMetaMethod;
class QObject;
struct QMetaObject;

namespace heliograph {

class ExposedObject;

/// Which members of an object become callable.
struct MemberSelection
{
    const QMetaObject *upTo =
        nullptr;                     ///< the topmost class whose members count; null: the object's own class
    bool slotsToo = false;           ///< public slots, besides Q_INVOKABLE methods
    bool writableProperties = false; ///< "property=" as a method for each writable property
    std::chrono::milliseconds interval{}; ///< the least time between two tellings of changed properties
    DomainNumber domain = defaultDomain;  ///< of the object
    Domains *domains = nullptr; ///< numbers those of HELIOGRAPH_DOMAIN; to be given for classes that have any
};

/// The domain of \a method: by HELIOGRAPH_DOMAIN, or else that of the object.
[[nodiscard]] DomainNumber domainOf(const QMetaMethod &method, const MemberSelection &selection);

/// What an object offers to peers, found once.
struct ObjectMembers
{
    std::vector<std::shared_ptr<const Method>> methods; ///< overloads of a name stand together
    std::shared_ptr<ExposedObject> object;              ///< its signals and properties
    QStringList skipped; ///< members that were meant to be exposed but cannot be, each with the reason
    QString origin;      ///< the object's class, address and name, for messages
    QString error;       ///< why nothing of the object can be exposed; null when something can
};

/// Finds the members of \a object, which is exposed as \a name (empty: without a name); methods are named
/// name.member. Never: members of QObject and of Qt's own bases, non-public members, names that Qt's tools reserve,
/// and types that cannot travel.
[[nodiscard]] ObjectMembers membersOf(QObject *object, const QByteArray &name,
                                      const MemberSelection &selection);

} // namespace heliograph
