// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "channelcore.h"
#include "registrychain.h"
#include "transport/linksettings.h"

#include <heliograph/options.h>

#include <QtCore/qrandom.h>

namespace heliograph {

/// What a client with \a options says of itself.
[[nodiscard]] SessionOptions sessionOptions(const ClientOptions &options);
/// What the peers of one Server or Client can reach: \a own registry, then the \a shared one, if there is one, then the
/// process's. \a owner is the Server or Client.
[[nodiscard]] ChannelCore::Offer offerOf(QObject *owner, const Registry &own,
                                         const std::optional<Registry> &shared);
/// The core's settings for a client with \a options.
[[nodiscard]] ChannelCore::Settings channelSettings(const ClientOptions &options,
                                                    const ChannelCore::Offer &offer);
/// As above, for the channels of a server; \a instance names the server object on the wire.
[[nodiscard]] ChannelCore::Settings
channelSettings(const ServerOptions &options, const ChannelCore::Offer &offer, const QByteArray &instance);
/// What the sockets of an end follow: \a limits and \a linkTimeout, brought into their ranges.
[[nodiscard]] LinkSettings linkSettings(const Limits &limits, milliseconds linkTimeout);
/// 16 bytes that nobody can guess.
[[nodiscard]] QByteArray randomKey();

} // namespace heliograph
