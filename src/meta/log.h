// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qloggingcategory.h>

namespace heliograph {

/// "heliograph.expose": what cannot be exposed or sent of the program's own objects. Warnings are on.
Q_DECLARE_LOGGING_CATEGORY(lcExpose)

} // namespace heliograph
