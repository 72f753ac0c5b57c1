// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds nil, bool, all integers, float and double.
void addScalarCodecs(CodecTable &table);

} // namespace heliograph
