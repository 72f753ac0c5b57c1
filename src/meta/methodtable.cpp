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
    QHash<QByteArray, std::shared_ptr<MethodSet>> sets;
    for (const std::shared_ptr<const Method> &method : exposure.methods) {
        std::shared_ptr<MethodSet> &set = sets[method->name];
        if (!set)
            set = std::make_shared<MethodSet>(MethodSet{method->name, exposure.name, exposure.origin, {}});
        set->overloads.push_back(method);
    }
    if (const auto holder = m_exposures.constFind(exposure.name);
        holder != m_exposures.constEnd() && !exposure.name.isEmpty())
        return taken(exposure.name, holder->origin, exposure.origin);
    for (const std::shared_ptr<MethodSet> &set : std::as_const(sets)) {
        if (const auto holder = m_sets.constFind(set->name); holder != m_sets.constEnd())
            return taken(set->name, (*holder)->origin, exposure.origin);
    }
    QByteArrayList signalNames;
    for (const Signal &signal : exposure.object ? exposure.object->signalList() : std::vector<Signal>()) {
        signalNames.append(fullName(*exposure.object, signal));
        if (const auto holder = m_signals.constFind(signalNames.last()); holder != m_signals.constEnd())
            return taken(signalNames.last(), m_exposures.value(*holder).origin, exposure.origin);
    }
    m_exposures.insert(exposure.name, {exposure.origin, exposure.object, exposure.target});
    for (const std::shared_ptr<MethodSet> &set : std::as_const(sets))
        m_sets.insert(set->name, set);
    for (const QByteArray &name : std::as_const(signalNames))
        m_signals.insert(name, exposure.name);
    return std::nullopt;
}

// ---- withdrawing

template <typename Condition>
bool MethodTable::removeWhere(Condition condition)
{
    bool any = false;
    {
        const std::unique_lock lock(m_mutex);
        QByteArrayList exposures;
        for (auto held = m_exposures.cbegin(); held != m_exposures.cend(); ++held) {
            if (condition(held.key(), held.value()))
                exposures.append(held.key());
        }
        for (const QByteArray &exposure : std::as_const(exposures))
            removeLocked(exposure);
        any = !exposures.isEmpty();
    }
    if (any)
        tellWatchers();
    return any;
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

void MethodTable::removeLocked(const QByteArray &exposure)
{
    if (const Held held = m_exposures.take(exposure); held.object)
        held.object->withdraw();
    m_sets.removeIf([&](const auto &entry) { return entry.value()->exposure == exposure; });
    m_signals.removeIf([&](const auto &entry) { return entry.value() == exposure; });
}

// ---- finding

std::shared_ptr<const MethodSet> MethodTable::find(QByteArrayView name) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_sets.constFind(QByteArray::fromRawData(name.data(), name.size()));
    return found == m_sets.constEnd() ? nullptr : *found;
}

std::vector<std::shared_ptr<const MethodSet>> MethodTable::all() const
{
    std::vector<std::shared_ptr<const MethodSet>> sets;
    {
        const std::shared_lock lock(m_mutex);
        sets.assign(m_sets.cbegin(), m_sets.cend());
    }
    std::sort(sets.begin(), sets.end(), [](const auto &a, const auto &b) { return a->name < b->name; });
    return sets;
}

SignalSet MethodTable::findSignal(QByteArrayView name) const
{
    SignalSet set{name.toByteArray(), {}};
    const std::shared_lock lock(m_mutex);
    const auto exposure = m_signals.constFind(set.name);
    if (exposure == m_signals.constEnd())
        return set;
    const std::shared_ptr<ExposedObject> object = m_exposures.value(*exposure).object;
    for (size_t i = 0; i < object->signalList().size(); ++i) {
        if (fullName(*object, object->signalList()[i]) == name)
            set.overloads.push_back({object, i});
    }
    return set;
}

std::shared_ptr<ExposedObject> MethodTable::findObject(QByteArrayView name) const
{
    const std::shared_lock lock(m_mutex);
    const std::shared_ptr<ExposedObject> object =
        m_exposures.value(QByteArray::fromRawData(name.data(), name.size())).object;
    return object && !object->name().isEmpty() ? object : nullptr;
}

QByteArrayList MethodTable::objectNames() const
{
    QByteArrayList names;
    {
        const std::shared_lock lock(m_mutex);
        for (const Held &held : m_exposures) {
            if (held.object && !held.object->name().isEmpty())
                names.append(held.object->name());
        }
    }
    std::sort(names.begin(), names.end());
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
