// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/domains.h"
#include "session/dispatcher.h"
#include "session/publications.h"

#include <memory>
#include <vector>

namespace heliograph {

class RegistryChain;

/// What exists for the peer of one session: the names of the registries, as far as predicates say that their domains exist
/// for it. Nothing does before setIdentity(). Belongs to the session's thread, in which it asks the predicates.
class PeerView final : public MethodLookup, public ObjectLookup
{
public:
    explicit PeerView(std::shared_ptr<const RegistryChain> chain);
    ~PeerView() override;
    Q_DISABLE_COPY_MOVE(PeerView)

    /// Once, when the session begins.
    void setIdentity(std::shared_ptr<const Identity> identity) { m_identity = std::move(identity); }

    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const override;
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all() const override;

    void update() const override;
    [[nodiscard]] SignalSet findSignal(QByteArrayView name) const override;
    [[nodiscard]] SeenObject findObject(QByteArrayView name) const override;
    [[nodiscard]] QByteArrayList objectNames() const override;

private:
    // One of the registries.
    struct Layer
    {
        MethodTable *table;
        PeerDomains domains;
    };
    void update(Layer &layer) const;

    const std::shared_ptr<const RegistryChain> m_chain; // keeps the tables
    std::shared_ptr<const Identity> m_identity;
    mutable std::vector<Layer> m_layers; // in the order of lookup; what predicates said is kept in them
};

} // namespace heliograph
