// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/currentkeys.h"

namespace heliograph {

QString CurrentKeys::user(const PublicKey &key) const
{
    return table()->user(key);
}

std::shared_ptr<const KeyTable> CurrentKeys::table() const
{
    const std::lock_guard lock(m_mutex);
    return m_table;
}

QList<PublicKey> CurrentKeys::replace(KeyTable newer)
{
    auto next = std::make_shared<const KeyTable>(std::move(newer));
    QList<PublicKey> revoked = table()->revokedIn(*next);
    {
        const std::lock_guard lock(m_mutex);
        m_table.swap(next);
    }
    if (!revoked.isEmpty())
        m_revocations.tell(revoked); // when nobody is let in with them any more
    return revoked;
}

} // namespace heliograph
