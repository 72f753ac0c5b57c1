// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qloggingcategory.h>

namespace heliograph::qml {

Q_DECLARE_LOGGING_CATEGORY(lcQml)

} // namespace heliograph::qml
