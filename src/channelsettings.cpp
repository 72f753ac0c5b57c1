// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelsettings.h"

#include "objecthome.h"
#include "session/ranges.h"

#include <algorithm>
#include <array>

namespace heliograph {

QByteArray randomKey()
{
    std::array<quint32, 4> key;
    QRandomGenerator::system()->fillRange(key.data(), qsizetype(key.size()));
    return QByteArray(reinterpret_cast<const char *>(key.data()), sizeof key);
}

LinkSettings linkSettings(const Limits &limits, milliseconds linkTimeout)
{
    using namespace std::chrono_literals;
    const milliseconds timeout = linkTimeout <= 0ms ? 0ms : std::clamp<milliseconds>(linkTimeout, 500ms, 1h);
    return {timeout, inRange(limits)};
}

SessionOptions sessionOptions(const ClientOptions &options)
{
    SessionOptions session;
    session.role = PeerRole::Client;
    session.user = options.user.toUtf8();
    session.limits = inRange(options.limits);
    session.instance = randomKey();
    return session;
}

ChannelCore::Offer offerOf(QObject *owner, const Registry &own, const std::optional<Registry> &shared)
{
    const auto chain = std::make_shared<RegistryChain>(own, shared);
    const auto publisher = std::make_shared<Publisher>(std::make_shared<ObjectHome>(owner));
    chain->addWatcher(publisher);
    return {chain, publisher};
}

ChannelCore::Settings channelSettings(const ClientOptions &options, const ChannelCore::Offer &offer)
{
    ChannelCore::Settings settings;
    settings.session = sessionOptions(options);
    settings.callTimeout = options.callTimeout;
    settings.waitForSession = options.waitForSession;
    settings.offer = offer;
    return settings;
}

ChannelCore::Settings channelSettings(const ServerOptions &options, const ChannelCore::Offer &offer,
                                      const QByteArray &instance)
{
    ChannelCore::Settings settings;
    settings.session.role = PeerRole::Server;
    settings.session.trustPeerName = options.trustNames;
    settings.session.limits = inRange(options.limits);
    settings.session.heartbeat = inRange(options.heartbeat);
    settings.session.instance = instance;
    settings.callTimeout = options.callTimeout;
    settings.offer = offer;
    return settings;
}

} // namespace heliograph
