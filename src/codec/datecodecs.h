// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds QDate, QTime and QDateTime.
void addDateCodecs(CodecTable &table);

} // namespace heliograph
