// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qloggingcategory.h>

namespace heliograph {

/// "heliograph.transport": messages dropped by rule, and what the system refused.
Q_DECLARE_LOGGING_CATEGORY(transportLog)

} // namespace heliograph
