// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretkeys.h"
#include "security/secrettext.h"

#include <mutex>
#include <optional>

namespace heliograph {

struct Secret::Private
{
    Private(const QString &text, const QString &realm, int shortest);

    QByteArray realm;
    SecretBytes bytes; // see SecretText
    bool isGenerated = false;
    Error error;

    std::mutex mutex;
    std::optional<QFuture<DerivedKeys>> keys; // since somebody asked for them; protected by mutex
};

} // namespace heliograph
