// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/log.h"

namespace heliograph {

Q_LOGGING_CATEGORY(transportLog, "heliograph.transport")

} // namespace heliograph
