// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/identity.h>

namespace heliograph {

/// What can be known of a peer that did not show who it is: where it comes from. \a address and \a descriptor as in ReceivedMessage.
[[nodiscard]] Identity identityAt(const QString &address, int descriptor);

} // namespace heliograph
