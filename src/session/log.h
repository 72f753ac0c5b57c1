// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qloggingcategory.h>

namespace heliograph {

/// What peers did that they should not have.
Q_DECLARE_LOGGING_CATEGORY(lcSession)

} // namespace heliograph
