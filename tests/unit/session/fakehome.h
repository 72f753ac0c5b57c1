// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "anybody.h"
#include "meta/methodtable.h"
#include "session/dispatcher.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

namespace heliograph {

/// The methods of a table, which a test fills.
class TableLookup : public MethodLookup
{
public:
    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView name) const override
    {
        return findForAnybody(table, name);
    }
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all() const override
    {
        return table.all(domainsFor(table));
    }
    MethodTable table;
};

/// The thread of the test, which may be made to look like another.
class FakeHome : public HomeThread
{
public:
    [[nodiscard]] bool isHere() const override { return here; }
    void post(std::function<void()> task) override
    {
        const std::lock_guard lock(mutex);
        tasks.push_back(std::move(task));
    }
    /// Drops what other threads posted.
    void clear()
    {
        const std::lock_guard lock(mutex);
        tasks.clear();
    }
    std::atomic<bool> here = true;
    std::mutex mutex; // protects the next
    std::vector<std::function<void()>> tasks;
};

} // namespace heliograph
