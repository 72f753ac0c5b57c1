// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/secretkeys.h"
#include "security/secrettext.h"

#include <mutex>
#include <optional>
#include <vector>

namespace heliograph {

struct Secret::Private
{
    Private(const QString &text, const QString &realm, int shortest);

    QByteArray realm;
    SecretBytes bytes; // see SecretText
    bool isGenerated = false;
    Error error;

    std::mutex mutex; // protects what follows
    std::optional<DerivedKeys> keys;
    std::vector<SecretKeys::Told> waiting; // for the keys, which are being worked out
};

} // namespace heliograph
