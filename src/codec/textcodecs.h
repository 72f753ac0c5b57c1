// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

class CodecTable;

/// Adds QString, std::string, QByteArray, QChar, QUrl and QUuid.
void addTextCodecs(CodecTable &table);

} // namespace heliograph
