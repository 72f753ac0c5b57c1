// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/z85.h"

#include <heliograph/publickey.h>

#include <array>

namespace heliograph {

/// The bytes of a public key, as CURVE's handshake carries them and ØMQ's options take them.
using PublicKeyBytes = std::array<uchar, keySize>;

/// The bytes of \a key, which is valid.
[[nodiscard]] PublicKeyBytes bytesOf(const PublicKey &key);
/// The key with these \a bytes; an error if they stand for none.
[[nodiscard]] PublicKey publicKeyOf(std::span<const uchar, keySize> bytes);

} // namespace heliograph
