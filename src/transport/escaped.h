// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

namespace heliograph {

/// \a text, which a stranger may have chosen, fit for a line of a log: without what cannot be seen, moves a terminal's cursor,
/// ends the line or a quotation, and not longer than 200 characters.
[[nodiscard]] QString escaped(QStringView text);

} // namespace heliograph
