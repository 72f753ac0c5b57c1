// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelsettings.h"

#include <array>

namespace heliograph {

QByteArray randomKey()
{
    std::array<quint32, 4> key;
    QRandomGenerator::system()->fillRange(key.data(), qsizetype(key.size()));
    return QByteArray(reinterpret_cast<const char *>(key.data()), sizeof key);
}

SessionOptions sessionOptions(const ClientOptions &options)
{
    SessionOptions session;
    session.role = PeerRole::Client;
    session.user = options.user.toUtf8();
    session.maxPayload = quint64(options.maxPayload);
    session.instance = randomKey();
    return session;
}

ChannelCore::Settings channelSettings(const ClientOptions &options, const Registry &own)
{
    ChannelCore::Settings settings;
    settings.session = sessionOptions(options);
    settings.callTimeout = options.callTimeout;
    settings.lookup = std::make_shared<RegistryChain>(own, options.sharedRegistry);
    return settings;
}

ChannelCore::Settings channelSettings(const ServerOptions &options,
                                      std::shared_ptr<const MethodLookup> lookup, const QByteArray &instance)
{
    ChannelCore::Settings settings;
    settings.session.role = PeerRole::Server;
    settings.session.trustPeerName = options.trustNames;
    settings.session.maxPayload = quint64(options.maxPayload);
    settings.session.instance = instance;
    settings.callTimeout = options.callTimeout;
    settings.lookup = std::move(lookup);
    return settings;
}

} // namespace heliograph
