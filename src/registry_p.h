// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/methodtable.h"

#include <heliograph/registry.h>

#include <mutex>

namespace heliograph {

/// What the copies of a Registry share.
struct Registry::Private
{
    MethodTable table;
    std::mutex mutex; // protects error
    Error error;
};

} // namespace heliograph
