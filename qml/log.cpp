// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "log.h"

namespace heliograph::qml {

Q_LOGGING_CATEGORY(lcQml, "heliograph.qml", QtWarningMsg)

} // namespace heliograph::qml
