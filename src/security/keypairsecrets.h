// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/z85.h"

#include <heliograph/keypair.h>

namespace heliograph {

/// The way to the secret half of a KeyPair, for those few who need it.
class KeyPairSecrets
{
public:
    /// The keys that follow from \a seed, which is as secret as they are.
    [[nodiscard]] static KeyPair fromSeed(std::span<const uchar, keySize> seed);
    /// The secret key of \a keys, which are valid; of use while they live.
    [[nodiscard]] static std::span<const uchar, keySize> secretKey(const KeyPair &keys);
};

} // namespace heliograph
