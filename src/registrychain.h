// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/dispatcher.h"

#include <heliograph/registry.h>

#include <memory>
#include <optional>

namespace heliograph {

/// The order in which names are looked up: a server's or client's own registry, the one it shares with others,
/// the process's, and last what every end offers by itself ("heliograph.describe").
class RegistryChain final : public MethodLookup
{
public:
    RegistryChain(Registry own, std::optional<Registry> shared);
    ~RegistryChain() override;

    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const override;

    /// What a peer may call: a list of maps with name, signature, parameters and result, sorted by name. Only
    /// names that begin with \a prefix.
    [[nodiscard]] QVariantList describe(const QString &prefix) const;

private:
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> visible() const;

    std::vector<Registry> m_registries; // in the order of lookup
    Registry m_builtIn;
};

} // namespace heliograph
