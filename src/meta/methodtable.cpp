// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/methodtable.h"

#include "meta/target.h"

#include <QtCore/qset.h>

#include <algorithm>
#include <mutex>

namespace heliograph {

namespace {

Error taken(const QByteArray &name, const QString &holder, const QString &newcomer)
{
    return Error(ErrorCode::NameTaken, QStringLiteral("\"%1\" is exposed by %2 already; %3 was not exposed.")
                                           .arg(QString::fromUtf8(name), holder, newcomer));
}

} // namespace

std::optional<Error> MethodTable::add(const QByteArray &exposure, const QString &origin,
                                      const std::vector<std::shared_ptr<const Method>> &methods)
{
    QHash<QByteArray, std::shared_ptr<MethodSet>> sets;
    for (const std::shared_ptr<const Method> &method : methods) {
        std::shared_ptr<MethodSet> &set = sets[method->name];
        if (!set)
            set = std::make_shared<MethodSet>(MethodSet{method->name, exposure, origin, {}});
        set->overloads.push_back(method);
    }
    const std::unique_lock lock(m_mutex);
    if (const auto holder = m_exposures.constFind(exposure);
        holder != m_exposures.constEnd() && !exposure.isEmpty())
        return taken(exposure, *holder, origin);
    for (const std::shared_ptr<MethodSet> &set : std::as_const(sets)) {
        if (const auto holder = m_sets.constFind(set->name); holder != m_sets.constEnd())
            return taken(set->name, (*holder)->origin, origin);
    }
    m_exposures.insert(exposure, origin);
    for (const std::shared_ptr<MethodSet> &set : std::as_const(sets))
        m_sets.insert(set->name, set);
    return std::nullopt;
}

bool MethodTable::remove(const QByteArray &exposure)
{
    const std::unique_lock lock(m_mutex);
    if (!m_exposures.contains(exposure))
        return false;
    removeLocked(exposure);
    return true;
}

bool MethodTable::removeObject(const QObject *object)
{
    const std::unique_lock lock(m_mutex);
    QSet<QByteArray> exposures;
    for (const std::shared_ptr<const MethodSet> &set : std::as_const(m_sets)) {
        const std::shared_ptr<Target> &target = set->overloads.front()->target;
        if (target && target->object() == object)
            exposures.insert(set->exposure);
    }
    for (const QByteArray &exposure : std::as_const(exposures))
        removeLocked(exposure);
    return !exposures.isEmpty();
}

void MethodTable::removeTarget(const QByteArray &exposure, const Target *target)
{
    const std::unique_lock lock(m_mutex);
    const auto isOfTarget = [&](const std::shared_ptr<const MethodSet> &set) {
        return set->exposure == exposure && set->overloads.front()->target.get() == target;
    };
    if (std::any_of(m_sets.cbegin(), m_sets.cend(), isOfTarget))
        removeLocked(exposure);
}

void MethodTable::removeLocked(const QByteArray &exposure)
{
    m_exposures.remove(exposure);
    m_sets.removeIf([&](const auto &entry) { return entry.value()->exposure == exposure; });
}

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

} // namespace heliograph
