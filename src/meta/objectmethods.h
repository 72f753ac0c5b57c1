// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <QtCore/qstringlist.h>

class QObject;
struct QMetaObject;

namespace heliograph {

/// Which members of an object become callable.
struct MemberSelection
{
    const QMetaObject *upTo =
        nullptr;                     ///< the topmost class whose members count; null: the object's own class
    bool slotsToo = false;           ///< public slots, besides Q_INVOKABLE methods
    bool writableProperties = false; ///< "property=" as a method for each writable property
};

/// What an object offers to peers, found once.
struct ObjectMethods
{
    std::vector<std::shared_ptr<const Method>> methods; ///< overloads of a name stand together
    QStringList skipped; ///< members that were meant to be exposed but cannot be, each with the reason
    QString origin;      ///< the object's class, address and name, for messages
    QString error;       ///< why nothing of the object can be exposed; null when something can
};

/// Builds the methods of \a object, named \a prefix + member. Never: members of QObject and of Qt's own bases,
/// non-public members, names that Qt's tools reserve, and types that cannot travel.
[[nodiscard]] ObjectMethods methodsOf(QObject *object, const QByteArray &prefix,
                                      const MemberSelection &selection);

} // namespace heliograph
