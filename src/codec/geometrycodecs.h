// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds points, sizes and rectangles, of int and of qreal.
void addGeometryCodecs(CodecTable &table);

} // namespace heliograph
