// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

namespace heliograph {

/// Prepares libsodium, once in the process; to be called before anything of it that is random or allocates. Thread-safe.
/// Ends the process if the system has no random numbers, because nothing would be secret then.
void ensureSodium();

} // namespace heliograph
