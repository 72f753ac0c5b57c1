// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/domains.h"
#include "meta/exposedobject.h"

#include <heliograph/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qhash.h>
#include <QtCore/qvarlengtharray.h>

#include <functional>
#include <optional>
#include <shared_mutex>
#include <string_view>

class QObject;

namespace heliograph {

/// The full name of a method, as a key that is looked up with each call. It has a hash of its own because Qt's for bytes takes
/// 0.1 us where it mixes SSE and AVX instructions, as Qt 6.4 does. Only what is exposed is a key: no stranger chooses any.
struct MethodName
{
    QByteArray text;

    [[nodiscard]] friend bool operator==(const MethodName &a, const MethodName &b)
    {
        return a.text == b.text;
    }
    [[nodiscard]] friend size_t qHash(const MethodName &name, size_t seed) noexcept
    {
        return std::hash<std::string_view>()({name.text.constData(), size_t(name.text.size())}) ^ seed;
    }
};

/// Hears that something was exposed or withdrawn, or that other domains exist for somebody, in whatever thread that happened.
class TableWatcher
{
public:
    virtual ~TableWatcher() = default;
    virtual void tableChanged() = 0;
};

/// What is exposed, by dotted name and domain. Thread-safe: exposing, withdrawing and looking up may happen anywhere at
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
        DomainNumber domain = defaultDomain;             ///< given to expose()
    };
    /// Adds all of one exposure, or nothing: when its name or that of a method or signal is taken in its domain, the error
    /// names both holders.
    [[nodiscard]] std::optional<Error> add(const Exposure &exposure);
    /// Withdraws what is exposed as \a exposure; false when there is nothing of that name.
    bool remove(const QByteArray &exposure);
    /// Withdraws all exposures of \a object; false when there are none.
    bool removeObject(const QObject *object);
    /// Withdraws what is exposed as \a exposure if it is still of \a target.
    void removeTarget(const QByteArray &exposure, const Target *target);

    /// Who may see what, which whoever looks something up has asked.
    [[nodiscard]] Domains &domains() { return m_domains; }
    [[nodiscard]] const Domains &domains() const { return m_domains; }
    /// Tells all watchers that domains() say something else.
    void tellWatchers();

    /// The methods called \a name that exist for a peer with \a domains, or nullptr.
    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name,
                                                        const PeerDomains &domains) const;
    /// All that exist for it, in no order.
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all(const PeerDomains &domains) const;
    /// The names of all methods in all domains, sorted.
    [[nodiscard]] QByteArrayList methodNames() const;
    /// The signals called \a name; without overloads when there are none.
    [[nodiscard]] SignalSet findSignal(QByteArrayView name, const PeerDomains &domains) const;
    /// The object exposed as \a name, or nullptr.
    [[nodiscard]] std::shared_ptr<ExposedObject> findObject(QByteArrayView name,
                                                            const PeerDomains &domains) const;
    /// The names of all objects, in no order, some perhaps twice.
    [[nodiscard]] QByteArrayList objectNames(const PeerDomains &domains) const;

    /// Tells \a watcher of changes for as long as it lives.
    void addWatcher(const std::weak_ptr<TableWatcher> &watcher);

private:
    // Of several domains; nearly always one.
    using Sets = QVarLengthArray<std::shared_ptr<const MethodSet>, 1>;
    struct Held
    {
        DomainNumber domain;
        QString origin;
        std::shared_ptr<ExposedObject> object;
        std::shared_ptr<Target> target;
    };
    [[nodiscard]] std::optional<Error> addLocked(const Exposure &exposure);
    [[nodiscard]] std::optional<Error>
    whyTaken(const Exposure &exposure, const std::vector<std::shared_ptr<const MethodSet>> &sets) const;
    void removeLocked(const QByteArray &exposure, const Held &held,
                      std::vector<std::shared_ptr<const MethodSet>> &gone);
    template <typename Condition>
    bool removeWhere(Condition condition);
    [[nodiscard]] bool isOutranked(const QByteArray &exposure, quint32 rank,
                                   const PeerDomains &domains) const;
    [[nodiscard]] std::shared_ptr<const MethodSet> choose(const Sets &sets, const PeerDomains &domains) const;

    Domains m_domains;
    mutable std::shared_mutex m_mutex; // protects what follows
    QHash<MethodName, Sets> m_sets;
    QHash<QByteArray, std::vector<std::shared_ptr<ExposedObject>>> m_signals; // by the signals' full names
    QHash<QByteArray, std::vector<Held>> m_exposures;                         // by the name given to expose()
    bool m_hasNamesakes = false; // one of these was exposed in several domains; only then need anybody look
    std::vector<std::weak_ptr<TableWatcher>> m_watchers;
};

} // namespace heliograph
