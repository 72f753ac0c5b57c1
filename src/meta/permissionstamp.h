// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <atomic>
#include <memory>
#include <optional>

namespace heliograph {

/// How often the permissions of one table have changed.
using PermissionChanges = std::shared_ptr<const std::atomic<quint64>>;

/// Notices, in any thread and also when the table is gone, that permissions may be others than when somebody last looked.
class PermissionStamp
{
public:
    /// Of a table; null: of what everybody may have.
    explicit PermissionStamp(PermissionChanges changes = nullptr) : m_changes(std::move(changes)) {}

    /// Before somebody looks.
    void renew() { m_seen = m_changes ? m_changes->load(std::memory_order_acquire) : 0; }
    /// Whether somebody has.
    [[nodiscard]] bool isTaken() const { return m_seen.has_value(); }
    /// False when permissions have changed since then.
    [[nodiscard]] bool isCurrent() const
    {
        return !m_seen || !m_changes || m_changes->load(std::memory_order_acquire) == *m_seen;
    }

private:
    PermissionChanges m_changes;
    std::optional<quint64> m_seen;
};

} // namespace heliograph
