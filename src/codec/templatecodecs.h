// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds the templates that methods use most, for where only their QMetaType is met.
void addTemplateCodecs(CodecTable &table);

} // namespace heliograph
