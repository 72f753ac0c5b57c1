// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/keytable.h"
#include "security/revocations.h"

#include <memory>
#include <mutex>

namespace heliograph {

class KeyStore;

/// Who is let in by a KeyStore's files as they were last read: what the store writes and whoever asks reads, in any thread. It may
/// outlive its store, and lets nobody in then.
class CurrentKeys
{
public:
    /// Those of \a store, which is alive during the call.
    [[nodiscard]] static std::shared_ptr<CurrentKeys> of(const KeyStore &store);

    /// Whose \a key is now; empty if it lets nobody in.
    [[nodiscard]] QString user(const PublicKey &key) const;
    /// The table in force, which never changes.
    [[nodiscard]] std::shared_ptr<const KeyTable> table() const;
    /// Puts \a newer in force, and tells of the keys that are revoked by that. Returns these. In one thread at a time: the store's.
    QList<PublicKey> replace(KeyTable newer);
    /// See Revocations::add().
    [[nodiscard]] std::shared_ptr<void> onRevoked(Revocations::Told told)
    {
        return m_revocations.add(std::move(told));
    }

private:
    Revocations m_revocations;
    mutable std::mutex m_mutex;
    std::shared_ptr<const KeyTable> m_table = std::make_shared<const KeyTable>(); // protected by m_mutex
};

} // namespace heliograph
