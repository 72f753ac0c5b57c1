// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "registrychain.h"

#include "meta/description.h"
#include "registry_p.h"

#include <map>
#include <set>

namespace heliograph {

RegistryChain::RegistryChain(Registry own, std::optional<Registry> shared)
{
    m_registries.push_back(std::move(own));
    if (shared)
        m_registries.push_back(std::move(*shared));
    m_registries.push_back(Registry::global());
    // Reads through this chain, which owns the registry that owns the function.
    m_builtIn.expose("heliograph.describe", [this](const QString &prefix) { return describe(prefix); },
                     {.parameterNames = {QStringLiteral("prefix")}});
    m_registries.push_back(m_builtIn);
}

RegistryChain::~RegistryChain() = default;

std::shared_ptr<const MethodSet> RegistryChain::find(QByteArrayView name) const
{
    for (const Registry &registry : m_registries) {
        if (std::shared_ptr<const MethodSet> found = registry.d->table.find(name))
            return found;
    }
    return nullptr;
}

SignalSet RegistryChain::findSignal(QByteArrayView name) const
{
    for (const Registry &registry : m_registries) {
        if (SignalSet found = registry.d->table.findSignal(name); !found.overloads.empty())
            return found;
    }
    return {};
}

std::shared_ptr<ExposedObject> RegistryChain::findObject(QByteArrayView name) const
{
    for (const Registry &registry : m_registries) {
        if (std::shared_ptr<ExposedObject> found = registry.d->table.findObject(name))
            return found;
    }
    return nullptr;
}

QByteArrayList RegistryChain::objectNames() const
{
    std::set<QByteArray> names;
    for (const Registry &registry : m_registries) {
        const QByteArrayList list = registry.d->table.objectNames();
        names.insert(list.begin(), list.end());
    }
    return {names.begin(), names.end()};
}

void RegistryChain::addWatcher(const std::weak_ptr<TableWatcher> &watcher)
{
    for (Registry &registry : m_registries)
        registry.d->table.addWatcher(watcher);
}

std::vector<std::shared_ptr<const MethodSet>> RegistryChain::visible() const
{
    std::map<QByteArray, std::shared_ptr<const MethodSet>>
        sets; // the first registry that has a name hides the rest
    for (const Registry &registry : m_registries) {
        for (std::shared_ptr<const MethodSet> &set : registry.d->table.all())
            sets.try_emplace(set->name, std::move(set));
    }
    std::vector<std::shared_ptr<const MethodSet>> result;
    result.reserve(sets.size());
    for (auto &[name, set] : sets)
        result.push_back(std::move(set));
    return result;
}

QVariantList RegistryChain::describe(const QString &prefix) const
{
    const QByteArray start = prefix.toUtf8();
    QVariantList description;
    for (const std::shared_ptr<const MethodSet> &set : visible()) {
        if (!set->name.startsWith(start))
            continue;
        for (const std::shared_ptr<const Method> &method : set->overloads)
            description.append(heliograph::describe(*method));
    }
    return description;
}

} // namespace heliograph
