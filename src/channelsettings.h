// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "channelcore.h"
#include "registrychain.h"

#include <heliograph/options.h>

#include <QtCore/qrandom.h>

namespace heliograph {

/// What a client with \a options says of itself.
[[nodiscard]] SessionOptions sessionOptions(const ClientOptions &options);
/// The core's settings for a client with \a options whose own registry is \a own.
[[nodiscard]] ChannelCore::Settings channelSettings(const ClientOptions &options, const Registry &own);
/// As above, for the channels of a server; \a instance names the server object on the wire.
[[nodiscard]] ChannelCore::Settings channelSettings(const ServerOptions &options,
                                                    std::shared_ptr<const MethodLookup> lookup,
                                                    const QByteArray &instance);
/// 16 bytes that nobody can guess.
[[nodiscard]] QByteArray randomKey();

} // namespace heliograph
