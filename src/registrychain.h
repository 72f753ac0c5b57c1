// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/methodtable.h"

#include <heliograph/registry.h>

#include <memory>
#include <optional>

namespace heliograph {

/// The order in which names are looked up: a server's or client's own registry, the one it shares with others,
/// the process's, and last what every end offers by itself ("heliograph.describe"). Shared by all sessions; each looks
/// through a PeerView.
class RegistryChain
{
public:
    RegistryChain(const Registry &own, const std::optional<Registry> &shared);
    ~RegistryChain();
    Q_DISABLE_COPY_MOVE(RegistryChain)

    /// In the order of lookup; they live as long as this.
    [[nodiscard]] const std::vector<MethodTable *> &tables() const { return m_tables; }
    /// Tells \a watcher of changes in any of the registries.
    void addWatcher(const std::weak_ptr<TableWatcher> &watcher);

private:
    void append(const Registry &registry);

    std::vector<Registry> m_registries;
    std::vector<MethodTable *> m_tables; // of these
};

} // namespace heliograph
