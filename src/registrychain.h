// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/dispatcher.h"
#include "session/publisher.h"

#include <heliograph/registry.h>

#include <memory>
#include <optional>

namespace heliograph {

/// The order in which names are looked up: a server's or client's own registry, the one it shares with others,
/// the process's, and last what every end offers by itself ("heliograph.describe").
class RegistryChain final : public MethodLookup, public ObjectLookup
{
public:
    RegistryChain(Registry own, std::optional<Registry> shared);
    ~RegistryChain() override;

    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const override;

    [[nodiscard]] SignalSet findSignal(QByteArrayView name) const override;
    [[nodiscard]] std::shared_ptr<ExposedObject> findObject(QByteArrayView name) const override;
    [[nodiscard]] QByteArrayList objectNames() const override;
    /// Tells \a watcher of changes in any of the registries.
    void addWatcher(const std::weak_ptr<TableWatcher> &watcher);

    /// What a peer may call: a list of maps with name, signature, parameters and result, sorted by name. Only
    /// names that begin with \a prefix.
    [[nodiscard]] QVariantList describe(const QString &prefix) const;

private:
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> visible() const;

    std::vector<Registry> m_registries; // in the order of lookup
    Registry m_builtIn;
};

} // namespace heliograph
