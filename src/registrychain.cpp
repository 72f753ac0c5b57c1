// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "registrychain.h"

#include "registry_p.h"

#include <map>

namespace heliograph {

namespace {

QVariantMap describeMethod(const Method &method)
{
    QVariantList parameters;
    for (qsizetype i = 0; i < qsizetype(method.parameters.size()); ++i) {
        const Parameter &parameter = method.parameters[size_t(i)];
        parameters.append(
            QVariantMap{{QStringLiteral("name"), QString::fromUtf8(parameter.name)},
                        {QStringLiteral("type"), QString::fromUtf8(parameter.codec->typeName())},
                        {QStringLiteral("optional"), i >= method.required}});
    }
    return {
        {QStringLiteral("name"), QString::fromUtf8(method.name)},
        {QStringLiteral("signature"), QString::fromUtf8(method.signature())},
        {QStringLiteral("parameters"), parameters},
        {QStringLiteral("result"), method.result ? QString::fromUtf8(method.result->typeName()) : QString()}};
}

} // namespace

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
            description.append(describeMethod(*method));
    }
    return description;
}

} // namespace heliograph
