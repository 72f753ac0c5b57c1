// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/passwordbytes.h"

#include "security/secrettext.h"
#include "security/username.h"

namespace heliograph {

SecretBytes passwordBytes(QAnyStringView password)
{
    QString text = password.toString();
    SecretBytes bytes = text.contains(QChar::ReplacementCharacter) ? SecretBytes() : normalizedUtf8(text);
    wipe(text);
    return bytes;
}

std::optional<Error> passwordFault(const SecretBytes &bytes)
{
    if (!bytes.isEmpty() && bytes.size() <= longestPlainField)
        return std::nullopt;
    return Error(
        ErrorCode::InvalidKey,
        QStringLiteral("A password must have between 1 and %1 bytes of UTF-8.").arg(longestPlainField));
}

} // namespace heliograph
