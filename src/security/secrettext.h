// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretbytes.h"

#include <optional>

namespace heliograph {

/// What a secret is made of, or what is wrong with its text, in words that go on after "the secret".
struct SecretText
{
    /// The 26 characters in lower case that generateSecret() made, without mark and dashes; or a passphrase, normalised.
    SecretBytes bytes = {};
    bool isGenerated = false;
    std::optional<QString> fault = std::nullopt;
};

/// Reads \a text as it was typed; passphrases of fewer than \a shortest characters are refused.
[[nodiscard]] SecretText readSecretText(const QString &text, int shortest);

/// \a text as UTF-8 of its normal form C, however it was typed; no other copies of it are left behind.
[[nodiscard]] SecretBytes normalizedUtf8(QStringView text);

/// A passphrase that is shorter is weak.
inline constexpr int shortestPassphrase = 12;

} // namespace heliograph
