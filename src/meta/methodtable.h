// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <heliograph/error.h>

#include <QtCore/qhash.h>

#include <optional>
#include <shared_mutex>

class QObject;

namespace heliograph {

/// What is exposed, by dotted name. Thread-safe: exposing, withdrawing and looking up may happen anywhere at
/// any time; a lookup sees a whole exposure or nothing of it, and calls under way keep what they found.
class MethodTable
{
public:
    MethodTable() = default;
    Q_DISABLE_COPY_MOVE(MethodTable)

    /// Adds all \a methods of one exposure, or none of them: when \a exposure or the name of a method is taken,
    /// the error names both holders. \a origin describes what is exposed.
    [[nodiscard]] std::optional<Error> add(const QByteArray &exposure, const QString &origin,
                                           const std::vector<std::shared_ptr<const Method>> &methods);
    /// Withdraws an exposure; false when there is none of that name.
    bool remove(const QByteArray &exposure);
    /// Withdraws all exposures of \a object; false when there are none.
    bool removeObject(const QObject *object);
    /// Withdraws an exposure if it is still the one of \a target.
    void removeTarget(const QByteArray &exposure, const Target *target);

    /// The methods called \a name, or nullptr.
    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const;
    /// Everything, in the order of names.
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all() const;

private:
    void removeLocked(const QByteArray &exposure);

    mutable std::shared_mutex m_mutex;                          // protects what follows
    QHash<QByteArray, std::shared_ptr<const MethodSet>> m_sets; // by the methods' full names
    QHash<QByteArray, QString> m_exposures;                     // name given to expose() -> origin
};

} // namespace heliograph
