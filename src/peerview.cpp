// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "peerview.h"

#include "registrychain.h"

#include <map>
#include <set>

namespace heliograph {

PeerView::PeerView(std::shared_ptr<const RegistryChain> chain) : m_chain(std::move(chain))
{
    for (MethodTable *const table : m_chain->tables())
        m_layers.push_back({table, {}});
}

PeerView::~PeerView() = default;

void PeerView::update(Layer &layer) const
{
    if (!layer.table->domains().isCurrent(layer.domains) && m_identity)
        layer.table->domains().ask(layer.domains, *m_identity);
}

void PeerView::update() const
{
    for (Layer &layer : m_layers)
        update(layer);
}

// ---- methods

std::shared_ptr<const MethodSet> PeerView::find(QByteArrayView name) const
{
    for (Layer &layer : m_layers) {
        update(layer);
        if (std::shared_ptr<const MethodSet> found = layer.table->find(name, layer.domains))
            return found;
    }
    return nullptr;
}

std::vector<std::shared_ptr<const MethodSet>> PeerView::all() const
{
    update();
    std::map<QByteArray, std::shared_ptr<const MethodSet>>
        sets; // the first registry in which a name exists hides the rest
    for (const Layer &layer : m_layers) {
        for (std::shared_ptr<const MethodSet> &set : layer.table->all(layer.domains))
            sets.try_emplace(set->name, std::move(set));
    }
    std::vector<std::shared_ptr<const MethodSet>> result;
    result.reserve(sets.size());
    for (auto &[name, set] : sets)
        result.push_back(std::move(set));
    return result;
}

// ---- objects

SignalSet PeerView::findSignal(QByteArrayView name) const
{
    for (const Layer &layer : m_layers) {
        if (SignalSet found = layer.table->findSignal(name, layer.domains); !found.overloads.empty())
            return found;
    }
    return {name.toByteArray(), {}};
}

SeenObject PeerView::findObject(QByteArrayView name) const
{
    for (const Layer &layer : m_layers) {
        if (const std::shared_ptr<ExposedObject> found = layer.table->findObject(name, layer.domains))
            return {found, found->description().forPeer(layer.domains)};
    }
    return {};
}

QByteArrayList PeerView::objectNames() const
{
    std::set<QByteArray> names;
    for (const Layer &layer : m_layers) {
        const QByteArrayList list = layer.table->objectNames(layer.domains);
        names.insert(list.begin(), list.end());
    }
    return {names.begin(), names.end()};
}

} // namespace heliograph
