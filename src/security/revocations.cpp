// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/revocations.h"

#include <QtCore/qloggingcategory.h>

#include <utility>

namespace heliograph {

namespace {

Q_LOGGING_CATEGORY(lcSecurity, "heliograph.security", QtWarningMsg)

} // namespace

std::shared_ptr<void> Revocations::add(Told told)
{
    auto listener = std::make_shared<Listener>();
    listener->told = std::move(told);
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_listeners, [](const std::weak_ptr<Listener> &old) { return old.expired(); });
        m_listeners.push_back(listener);
    }
    Listener *const handle = listener.get();
    return {handle, [listener = std::move(listener)](void *) {
                const std::lock_guard lock(listener->mutex);
                listener->told = nullptr;
            }};
}

void Revocations::tell(const QList<PublicKey> &keys)
{
    std::vector<std::weak_ptr<Listener>> listeners;
    {
        const std::lock_guard lock(m_mutex);
        listeners = m_listeners;
    }
    for (const std::weak_ptr<Listener> &weak : listeners) {
        const std::shared_ptr<Listener> listener = weak.lock();
        if (!listener)
            continue;
        try {
            const std::lock_guard lock(listener->mutex);
            if (const Told told = listener->told) // a copy, which may end itself
                told(keys);
        } catch (const std::exception &failure) { // the others must hear of it all the same
            qCWarning(lcSecurity) << "Who is told of revoked keys has failed:" << failure.what();
        } catch (...) {
            qCWarning(lcSecurity) << "Who is told of revoked keys has failed.";
        }
    }
}

} // namespace heliograph
