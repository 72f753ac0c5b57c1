// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/exposedobject.h"

#include <heliograph/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qhash.h>

#include <optional>
#include <shared_mutex>

class QObject;

namespace heliograph {

/// Hears that something was exposed or withdrawn, in whatever thread that happened.
class TableWatcher
{
public:
    virtual ~TableWatcher() = default;
    virtual void tableChanged() = 0;
};

/// What is exposed, by dotted name. Thread-safe: exposing, withdrawing and looking up may happen anywhere at
/// any time; a lookup sees a whole exposure or nothing of it, and calls under way keep what they found.
class MethodTable
{
public:
    MethodTable() = default;
    Q_DISABLE_COPY_MOVE(MethodTable)

    /// What one expose() adds.
    struct Exposure
    {
        QByteArray name; ///< given to expose()
        QString origin;  ///< what is exposed, for messages
        std::vector<std::shared_ptr<const Method>> methods;
        std::shared_ptr<ExposedObject> object = nullptr; ///< null for a function
        std::shared_ptr<Target> target = nullptr;        ///< null for a function without an object
    };
    /// Adds all of one exposure, or nothing: when its name or that of a method or signal is taken, the error names
    /// both holders.
    [[nodiscard]] std::optional<Error> add(const Exposure &exposure);
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
    /// The signals called \a name; without overloads when there are none.
    [[nodiscard]] SignalSet findSignal(QByteArrayView name) const;
    /// The object exposed as \a name, or nullptr.
    [[nodiscard]] std::shared_ptr<ExposedObject> findObject(QByteArrayView name) const;
    /// The names of all objects, sorted.
    [[nodiscard]] QByteArrayList objectNames() const;

    /// Tells \a watcher of changes for as long as it lives.
    void addWatcher(const std::weak_ptr<TableWatcher> &watcher);

private:
    struct Held
    {
        QString origin;
        std::shared_ptr<ExposedObject> object;
        std::shared_ptr<Target> target;
    };
    [[nodiscard]] std::optional<Error> addLocked(const Exposure &exposure);
    void removeLocked(const QByteArray &exposure);
    template <typename Condition>
    bool removeWhere(Condition condition);
    void tellWatchers();

    mutable std::shared_mutex m_mutex;                          // protects what follows
    QHash<QByteArray, std::shared_ptr<const MethodSet>> m_sets; // by the methods' full names
    QHash<QByteArray, QByteArray> m_signals;                    // full name -> name given to expose()
    QHash<QByteArray, Held> m_exposures;                        // by the name given to expose()
    std::vector<std::weak_ptr<TableWatcher>> m_watchers;
};

} // namespace heliograph
