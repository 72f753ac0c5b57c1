// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/method.h"

#include <memory>
#include <vector>

namespace heliograph {

/// Finds what a name stands for.
class MethodLookup
{
public:
    virtual ~MethodLookup() = default;
    /// The methods called \a name that the peer may know of, or nullptr.
    [[nodiscard]] virtual std::shared_ptr<const MethodSet> find(QByteArrayView name) const = 0;
    /// All methods that it may know of, in the order of their names.
    [[nodiscard]] virtual std::vector<std::shared_ptr<const MethodSet>> all() const = 0;
};

} // namespace heliograph
