// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/signal.h"

#include <vector>

namespace heliograph {

/// What peers that acquire an object are told of its members, each of those that exist for it; in msgpack, worked out once.
class ObjectDescription
{
public:
    /// Of nothing.
    ObjectDescription() = default;
    /// The properties are of \a domain. \a prefix begins the names of \a methods, and is left out.
    ObjectDescription(const std::vector<std::shared_ptr<Method>> &methods, const QByteArray &prefix,
                      const std::vector<Property> &properties, const std::vector<Signal> &signalList,
                      DomainNumber domain);

    /// For a peer for whom \a domains exist.
    [[nodiscard]] QByteArray forPeer(const PeerDomains &domains) const;

private:
    struct Entry
    {
        DomainNumber domain;
        QByteArray bytes;
    };
    using Entries = std::vector<Entry>;
    [[nodiscard]] static Entry entry(DomainNumber domain, const QVariantMap &description);
    template <typename IsWanted>
    [[nodiscard]] QByteArray join(IsWanted isWanted) const;

    Entries m_methods;
    Entries m_properties;
    Entries m_signals;
    QByteArray m_whole;
};

} // namespace heliograph
