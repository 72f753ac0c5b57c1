// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretbytes.h"

#include <heliograph/error.h>

#include <QtCore/qanystringview.h>

#include <optional>

namespace heliograph {

/// \a password as it is sent and hashed: UTF-8 of its normal form C, however it was typed. Empty for what was no UTF-8, or passwords would
/// become alike by that.
[[nodiscard]] SecretBytes passwordBytes(QAnyStringView password);

/// Why nobody may choose these \a bytes for a password.
[[nodiscard]] std::optional<Error> passwordFault(const SecretBytes &bytes);

} // namespace heliograph
