// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph::qml {

/// Lets what only engines know travel: QJSValue (inside of a QVariant too) as the value that it holds, null as nothing, Int64 as
/// an integer. Once for the process; more often does no harm. Thread-safe.
void addScriptCodecs();

} // namespace heliograph::qml
