// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "meta/methodtable.h"

#include <heliograph/registry.h>

#include <QtCore/qmutex.h>

namespace heliograph {

/// What the copies of a Registry share.
struct Registry::Private
{
    MethodTable table;
    QMutex mutex; // protects error
    Error error;
};

} // namespace heliograph
