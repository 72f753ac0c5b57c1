// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/publickeybytes.h"

namespace heliograph {

PublicKeyBytes bytesOf(const PublicKey &key)
{
    PublicKeyBytes bytes = {};
    (void)fromZ85(key.text(), bytes); // which it is
    return bytes;
}

PublicKey publicKeyOf(std::span<const uchar, keySize> bytes)
{
    std::array<uchar, keyTextSize> text = {};
    toZ85(bytes, text);
    return PublicKey::fromText(
        QUtf8StringView(reinterpret_cast<const char *>(text.data()), qsizetype(text.size())));
}

} // namespace heliograph
