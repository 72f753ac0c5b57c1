// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/methodtable.h"

#include <algorithm>
#include <mutex>

namespace heliograph {

namespace {

Error taken(const QByteArray &name, const QString &holder, const QString &newcomer)
{
    return Error(ErrorCode::NameTaken, QStringLiteral("\"%1\" is exposed by %2 already; %3 was not exposed.")
                                           .arg(QString::fromUtf8(name), holder, newcomer));
}

// How a signal of \a object is called by peers.
QByteArray fullName(const ExposedObject &object, const Signal &signal)
{
    return object.name().isEmpty() ? signal.name : object.name() + '.' + signal.name;
}

std::vector<std::shared_ptr<const MethodSet>> setsOf(const MethodTable::Exposure &exposure,
                                                     const PermissionChanges &changes)
{
    QHash<QByteArray, std::shared_ptr<MethodSet>> sets;
    for (const std::shared_ptr<const Method> &method : exposure.methods) {
        std::shared_ptr<MethodSet> &set = sets[method->name];
        if (!set)
            set = std::make_shared<MethodSet>(MethodSet{method->name,
                                                        exposure.name,
                                                        exposure.origin,
                                                        {},
                                                        exposure.domain,
                                                        method->domain,
                                                        false,
                                                        changes});
        set->isMixed = set->isMixed || method->domain != set->domain;
        set->overloads.push_back(method);
    }
    return {sets.cbegin(), sets.cend()};
}

// Those of the object's signals called \a name that exist.
std::vector<SignalOverload> overloadsOf(const std::shared_ptr<ExposedObject> &object, QByteArrayView name,
                                        const PeerDomains &domains)
{
    std::vector<SignalOverload> overloads;
    const std::vector<Signal> &all = object->signalList();
    for (size_t i = 0; i < all.size(); ++i) {
        if (domains.has(all[i].domain) && fullName(*object, all[i]) == name)
            overloads.push_back({object, i});
    }
    return overloads;
}

// Of what is exposed, and of the member. The first counts: whoever reads, writes and follows what has one name means one object.
// It may be 0 where a member is of another domain than its object; the second is 0 when the member does not exist.
using Rank = std::pair<quint32, quint32>;

} // namespace

std::optional<Error> MethodTable::add(const Exposure &exposure)
{
    {
        const std::unique_lock lock(m_mutex);
        if (std::optional<Error> error = addLocked(exposure))
            return error;
    }
    tellWatchers();
    return std::nullopt;
}

std::optional<Error> MethodTable::addLocked(const Exposure &exposure)
{
    const std::vector<std::shared_ptr<const MethodSet>> sets = setsOf(exposure, m_domains.changes());
    if (std::optional<Error> error = whyTaken(exposure, sets))
        return error;
    std::vector<Held> &namesakes = m_exposures[exposure.name];
    namesakes.push_back({exposure.domain, exposure.origin, exposure.object, exposure.target});
    m_hasNamesakes = m_hasNamesakes || namesakes.size() > 1;
    for (const std::shared_ptr<const MethodSet> &set : sets)
        m_sets[{set->name}].append(set);
    for (const Signal &signal : exposure.object ? exposure.object->signalList() : std::vector<Signal>()) {
        auto &holders = m_signals[fullName(*exposure.object, signal)];
        if (std::find(holders.begin(), holders.end(), exposure.object) == holders.end())
            holders.push_back(exposure.object);
    }
    return std::nullopt;
}

std::optional<Error> MethodTable::whyTaken(const Exposure &exposure,
                                           const std::vector<std::shared_ptr<const MethodSet>> &sets) const
{
    for (const Held &held : m_exposures.value(exposure.name)) {
        if (held.domain == exposure.domain)
            return taken(exposure.name, held.origin, exposure.origin);
    }
    for (const std::shared_ptr<const MethodSet> &set : sets) {
        for (const std::shared_ptr<const MethodSet> &other : m_sets.value({set->name})) {
            if (other->exposureDomain == exposure.domain && set->meets(*other))
                return taken(set->name, other->origin, exposure.origin);
        }
    }
    for (const Signal &signal : exposure.object ? exposure.object->signalList() : std::vector<Signal>()) {
        const QByteArray name = fullName(*exposure.object, signal);
        for (const std::shared_ptr<ExposedObject> &other : m_signals.value(name)) {
            const std::vector<Signal> &others = other->signalList();
            const bool meets = std::any_of(others.begin(), others.end(), [&](const Signal &it) {
                return it.domain == signal.domain && fullName(*other, it) == name;
            });
            if (other->domain() == exposure.domain && meets)
                return taken(name, other->target()->description(), exposure.origin);
        }
    }
    return std::nullopt;
}

// ---- withdrawing

template <typename Condition>
bool MethodTable::removeWhere(Condition condition)
{
    std::vector<std::pair<QByteArray, Held>> removed;
    std::vector<std::shared_ptr<const MethodSet>>
        gone; // destroyed without the lock: what functions hold may call back
    {
        const std::unique_lock lock(m_mutex);
        for (auto all = m_exposures.cbegin(); all != m_exposures.cend(); ++all) {
            for (const Held &held : all.value()) {
                if (condition(all.key(), held))
                    removed.emplace_back(all.key(), held);
            }
        }
        for (const auto &[exposure, held] : removed)
            removeLocked(exposure, held, gone);
    }
    if (!removed.empty())
        tellWatchers();
    return !removed.empty();
}

bool MethodTable::remove(const QByteArray &exposure)
{
    return removeWhere([&](const QByteArray &name, const Held &) { return name == exposure; });
}

bool MethodTable::removeObject(const QObject *object)
{
    return removeWhere(
        [&](const QByteArray &, const Held &held) { return held.target && held.target->object() == object; });
}

void MethodTable::removeTarget(const QByteArray &exposure, const Target *target)
{
    removeWhere([&](const QByteArray &name, const Held &held) {
        return name == exposure && held.target.get() == target;
    });
}

void MethodTable::removeLocked(const QByteArray &exposure, const Held &held,
                               std::vector<std::shared_ptr<const MethodSet>> &gone)
{
    if (held.object)
        held.object->withdraw();
    const auto all = m_exposures.find(exposure);
    std::erase_if(*all, [&](const Held &it) { return it.domain == held.domain; });
    if (all->empty())
        m_exposures.remove(exposure);
    m_sets.removeIf([&](const auto &entry) {
        erase_if(entry.value(), [&](const std::shared_ptr<const MethodSet> &set) {
            const bool isMeant = set->exposure == exposure && set->exposureDomain == held.domain;
            if (isMeant)
                gone.push_back(set);
            return isMeant;
        });
        return entry.value().isEmpty();
    });
    m_signals.removeIf([&](const auto &entry) {
        std::erase(entry.value(), held.object);
        return entry.value().empty();
    });
}

// ---- finding

/// Whether something exposed by the same name as what has \a rank exists for the peer and counts instead, in all that it has.
bool MethodTable::isOutranked(const QByteArray &exposure, quint32 rank, const PeerDomains &domains) const
{
    if (!m_hasNamesakes)
        return false;
    const auto found = m_exposures.constFind(exposure);
    return found != m_exposures.constEnd()
           && std::any_of(found->begin(), found->end(),
                          [&](const Held &held) { return domains.rank(held.domain) > rank; });
}

/// What the name of all \a sets stands for; nullptr when it is nothing.
std::shared_ptr<const MethodSet> MethodTable::choose(const Sets &sets, const PeerDomains &domains) const
{
    const std::shared_ptr<const MethodSet> *best = nullptr;
    Rank bestRank;
    for (const std::shared_ptr<const MethodSet> &set : sets) {
        const Rank rank(domains.rank(set->exposureDomain), set->rank(domains));
        if (rank.second > 0 && rank > bestRank && !isOutranked(set->exposure, rank.first, domains)) {
            bestRank = rank;
            best = &set;
        }
    }
    return best ? partOf(*best, domains) : nullptr;
}

std::shared_ptr<const MethodSet> MethodTable::find(QByteArrayView name, const PeerDomains &domains) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_sets.constFind({QByteArray::fromRawData(name.data(), name.size())});
    return found == m_sets.constEnd() ? nullptr : choose(*found, domains);
}

std::vector<std::shared_ptr<const MethodSet>> MethodTable::all(const PeerDomains &domains) const
{
    std::vector<std::shared_ptr<const MethodSet>> all;
    const std::shared_lock lock(m_mutex);
    for (const Sets &sets : m_sets) {
        if (std::shared_ptr<const MethodSet> set = choose(sets, domains))
            all.push_back(std::move(set));
    }
    return all;
}

QByteArrayList MethodTable::methodNames() const
{
    QByteArrayList names;
    {
        const std::shared_lock lock(m_mutex);
        for (auto entry = m_sets.keyBegin(); entry != m_sets.keyEnd(); ++entry)
            names.append(entry->text);
    }
    std::sort(names.begin(), names.end());
    return names;
}

SignalSet MethodTable::findSignal(QByteArrayView name, const PeerDomains &domains) const
{
    SignalSet set{name.toByteArray(), {}};
    Rank bestRank;
    const std::shared_lock lock(m_mutex);
    for (const std::shared_ptr<ExposedObject> &object : m_signals.value(set.name)) {
        std::vector<SignalOverload> overloads = overloadsOf(object, name, domains);
        Rank rank(domains.rank(object->domain()), 0);
        for (const SignalOverload &overload : overloads)
            rank.second = std::max(rank.second, domains.rank(object->signalList()[overload.number].domain));
        if (rank.second > 0 && rank > bestRank && !isOutranked(object->name(), rank.first, domains)) {
            bestRank = rank;
            set.overloads = std::move(overloads);
        }
    }
    return set;
}

std::shared_ptr<ExposedObject> MethodTable::findObject(QByteArrayView name, const PeerDomains &domains) const
{
    std::shared_ptr<ExposedObject> best;
    const std::shared_lock lock(m_mutex);
    for (const Held &held : m_exposures.value(QByteArray::fromRawData(name.data(), name.size()))) {
        const quint32 rank = held.object && !held.object->name().isEmpty() ? domains.rank(held.domain) : 0;
        if (rank > (best ? domains.rank(best->domain()) : 0))
            best = held.object;
    }
    return best;
}

QByteArrayList MethodTable::objectNames(const PeerDomains &domains) const
{
    QByteArrayList names;
    const std::shared_lock lock(m_mutex);
    for (const std::vector<Held> &all : m_exposures) {
        for (const Held &held : all) {
            if (held.object && !held.object->name().isEmpty() && domains.has(held.domain))
                names.append(held.object->name());
        }
    }
    return names;
}

// ---- watching

void MethodTable::addWatcher(const std::weak_ptr<TableWatcher> &watcher)
{
    const std::unique_lock lock(m_mutex);
    std::erase_if(m_watchers, [](const std::weak_ptr<TableWatcher> &known) { return known.expired(); });
    m_watchers.push_back(watcher);
}

void MethodTable::tellWatchers()
{
    std::vector<std::weak_ptr<TableWatcher>> watchers;
    {
        const std::shared_lock lock(m_mutex);
        watchers = m_watchers;
    }
    for (const std::weak_ptr<TableWatcher> &watcher : watchers) {
        if (const std::shared_ptr<TableWatcher> alive = watcher.lock())
            alive->tableChanged();
    }
}

} // namespace heliograph
