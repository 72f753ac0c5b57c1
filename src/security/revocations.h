// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/publickey.h>

#include <QtCore/qlist.h>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace heliograph {

/// Who wants to be told of revoked keys, from and in any thread.
class Revocations
{
public:
    using Told = std::function<void(const QList<PublicKey> &)>;

    /// Has \a told called as long as the returned handle is there; when its last copy has been destroyed no call is under way, except by
    /// the very thread that destroys it.
    [[nodiscard]] std::shared_ptr<void> add(Told told);
    /// Calls all with \a keys, here and now; what one of them throws is logged.
    void tell(const QList<PublicKey> &keys);

private:
    struct Listener
    {
        std::recursive_mutex mutex; // held during the call
        Told told;                  // none when it is over; protected by mutex
    };
    std::mutex m_mutex;
    std::vector<std::weak_ptr<Listener>> m_listeners; // protected by m_mutex
};

} // namespace heliograph
