// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/server.h>

#include "channelcore.h"
#include "channelsettings.h"
#include "dialer.h"
#include "listener.h"

#include <algorithm>
#include <vector>

namespace heliograph {

struct Server::Private final : LinkAcceptor
{
    Private(Server &owner, const ServerOptions &given)
        : server(owner), options(given), offer(offerOf(&owner, owner.registry(), given.sharedRegistry)),
          instance(randomKey())
    {
    }

    [[nodiscard]] LinkOwner *linkAppeared(Link &link) override
    {
        auto *channel = new Channel(&server);
        channel->d = std::make_unique<ChannelCore>(*channel, channelSettings(options, offer, instance));
        channel->m_caller = channel->d->gate();
        channel->d->whenEstablished = [this, channel] {
            channels.append(channel);
            Q_EMIT server.clientConnected(channel);
        };
        channel->d->whenEnded = [this, channel] {
            channel->deleteLater();
            if (channels.removeOne(channel))
                Q_EMIT server.clientDisconnected(channel);
        };
        QObject::connect(channel, &Channel::heartbeatLost, &server,
                         [this, channel] { Q_EMIT server.heartbeatLost(channel); });
        QObject::connect(channel, &Channel::heartbeatRestored, &server,
                         [this, channel] { Q_EMIT server.heartbeatRestored(channel); });
        channel->d->attach(link);
        return channel->d.get();
    }
    void attemptFailed(const Error &) override {}

    bool fail(const Error &failure)
    {
        error = failure;
        return false;
    }

    Server &server;
    const ServerOptions options;
    const ChannelCore::Offer offer;
    const QByteArray instance;
    std::unique_ptr<Listener> listener; // null until the first bind()
    std::vector<std::unique_ptr<Dialer>> dialers;
    QList<Channel *> channels; // established ones, oldest first
    Error error;
};

Server::Server(QObject *parent) : Server(ServerOptions(), parent) {}

Server::Server(const ServerOptions &options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, options))
{
}

Server::~Server()
{
    blockSignals(true); // nobody should be handed an object that is being destroyed
    close();
    qDeleteAll(findChildren<Channel *>(Qt::FindDirectChildrenOnly)); // they use what d holds
}

bool Server::bind(const QString &endpoint)
{
    if (!d->listener)
        d->listener = std::make_unique<Listener>(*d);
    const std::optional<Error> error = d->listener->bind(endpoint);
    return !error || d->fail(*error);
}

bool Server::bind(const QStringList &endpoints)
{
    return std::all_of(endpoints.begin(), endpoints.end(),
                       [this](const QString &endpoint) { return bind(endpoint); });
}

bool Server::connectToClient(const QString &endpoint)
{
    auto dialer =
        std::make_unique<Dialer>(*d, BackOff(ClientOptions().reconnectDelay, ClientOptions().reconnectLimit));
    if (const std::optional<Error> error = dialer->start(endpoint))
        return d->fail(*error);
    d->dialers.push_back(std::move(dialer));
    return true;
}

QStringList Server::endpoints() const
{
    return d->listener ? d->listener->endpoints() : QStringList();
}

void Server::close()
{
    const QPointer<Server> self(this);
    const Error reason(ErrorCode::Closed, QStringLiteral("The server was closed."));
    for (Channel *channel : findChildren<Channel *>(Qt::FindDirectChildrenOnly)) {
        const QPointer<Channel> alive(channel);
        channel->d->shut(reason);
        if (!self)
            return;
    }
    d->dialers.clear();
    if (d->listener)
        d->listener->stop();
    d->listener.reset();
}

QList<Channel *> Server::channels() const
{
    return d->channels;
}

Channel *Server::channel(const QString &user) const
{
    const auto found = std::find_if(d->channels.rbegin(), d->channels.rend(),
                                    [&](const Channel *channel) { return channel->user() == user; });
    return found == d->channels.rend() ? nullptr : *found;
}

Error Server::error() const
{
    return d->error;
}

} // namespace heliograph
