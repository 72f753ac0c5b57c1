// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/methodtable.h"

/// The domains of \a table that exist for \a who, or for somebody of whom nothing is known.
inline heliograph::PeerDomains domainsFor(const heliograph::MethodTable &table,
                                          const heliograph::Identity &who = {})
{
    heliograph::PeerDomains domains;
    table.domains().ask(domains, who);
    return domains;
}

/// What anybody may call by \a name.
inline std::shared_ptr<const heliograph::MethodSet> findForAnybody(const heliograph::MethodTable &table,
                                                                   QByteArrayView name)
{
    return table.find(name, domainsFor(table));
}
