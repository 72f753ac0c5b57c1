// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds QJsonValue, QJsonObject and QJsonArray.
void addJsonCodecs(CodecTable &table);

} // namespace heliograph
