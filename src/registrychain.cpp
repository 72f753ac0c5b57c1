// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "registrychain.h"

#include "meta/description.h"
#include "registry_p.h"
#include "session/dispatcher.h"

namespace heliograph {

namespace {

// What the caller may call: a list of maps with name, signature, parameters and result, sorted by name. Only names that
// begin with \a prefix. Runs in the caller's session, which knows what exists for it.
QVariantList describeToCaller(const QString &prefix)
{
    const Invocation *const call = Invocation::current();
    const std::shared_ptr<const Dispatcher> dispatcher = call ? call->dispatcher() : nullptr;
    if (!dispatcher)
        return {};
    const QByteArray start = prefix.toUtf8();
    QVariantList description;
    for (const std::shared_ptr<const MethodSet> &set : dispatcher->lookup().all()) {
        if (!set->name.startsWith(start))
            continue;
        for (const std::shared_ptr<const Method> &method : set->overloads)
            description.append(describe(*method));
    }
    return description;
}

} // namespace

RegistryChain::RegistryChain(const Registry &own, const std::optional<Registry> &shared)
{
    append(own);
    if (shared)
        append(*shared);
    append(Registry::global());
    Registry builtIn;
    builtIn.expose("heliograph.describe", describeToCaller, {.parameterNames = {QStringLiteral("prefix")}});
    append(builtIn);
}

RegistryChain::~RegistryChain() = default;

void RegistryChain::append(const Registry &registry)
{
    m_tables.push_back(&registry.d->table);
    m_registries.push_back(registry);
}

void RegistryChain::addWatcher(const std::weak_ptr<TableWatcher> &watcher)
{
    for (MethodTable *const table : m_tables)
        table->addWatcher(watcher);
}

} // namespace heliograph
