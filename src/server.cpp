// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/server.h>

#include "channelcore.h"
#include "channelsettings.h"
#include "dialer.h"
#include "listener.h"
#include "objecthome.h"
#include "transport/escaped.h"

#include <heliograph/post.h>

#include <QtCore/qpointer.h>

#include <algorithm>
#include <vector>

namespace heliograph {

namespace {

/// Where the server may look for clients its own options have said.
ClientSecurity showingNothing()
{
    return ClientSecurity(ClientOptions{.credentials = Credentials::insecurely()});
}

Error closedHere()
{
    return Error(ErrorCode::Closed, QStringLiteral("The server was closed."));
}

} // namespace

struct Server::Private final : LinkAcceptor
{
    Private(Server &owner, const ServerOptions &given)
        : server(owner), options(given), offer(offerOf(&owner, owner.registry(), given.sharedRegistry)),
          instance(randomKey()), settings(linkSettings(given.limits, given.linkTimeout)), security(given)
    {
    }

    [[nodiscard]] LinkOwner *linkAppeared(Link &link) override
    {
        if (isClosing || sessions >= settings.limits.sessions)
            return nullptr;
        ++sessions;
        auto *channel = new Channel(&server);
        all.append(channel);
        channel->d = std::make_unique<ChannelCore>(*channel, channelSettings(options, offer, instance));
        channel->m_caller = channel->d->gate();
        channel->d->objection = [this](const Identity &shown, const QString &user) {
            return objectionTo(shown, user);
        };
        channel->d->whenEstablished = [this, channel] { established(channel); };
        channel->d->whenEnded = [this, channel] {
            const QPointer<Server> self(&server);
            channel->deleteLater();
            arriving.removeOne(channel);
            if (channels.removeOne(channel))
                Q_EMIT server.clientDisconnected(channel);
            if (self)
                postEndClosing();
        };
        // Also of one that the application destroys.
        channel->d->whenDying = [this, channel] {
            channels.removeOne(channel);
            arriving.removeOne(channel);
            all.removeOne(channel);
            channel->setParent(
                nullptr); // what its end tells may delete the server, and with it whatever is a child of it
        };
        channel->d->whenGone = [this, self = QPointer<Server>(&server)] {
            if (!self)
                return;
            --sessions;
            postEndClosing();
        };
        channel->d->whenHeartbeatLost = [this, channel] { Q_EMIT server.heartbeatLost(channel); };
        channel->d->whenHeartbeatRestored = [this, channel] { Q_EMIT server.heartbeatRestored(channel); };
        channel->d->attach(link);
        return channel->d.get();
    }
    void attemptFailed(const Error &) override {}
    void unanswered(const Error &) override {}
    void authenticationFailed(const QString &endpoint, const Error &reason, bool) override
    {
        Q_EMIT server.authenticationFailed(endpoint, reason);
    }
    void clientRefused(const QString &address, const Error &reason) override
    {
        Q_EMIT server.authenticationFailed(address, reason);
    }
    void listeningFailed(const Error &reason) override
    {
        error = reason;
        Q_EMIT server.authenticationFailed({}, reason);
    }

    [[nodiscard]] std::optional<Error> objectionTo(const Identity &shown, const QString &user) const
    {
        if (!security.stillHolds(shown))
            return Error(ErrorCode::Refused, QStringLiteral("This client is not let in any more."));
        const bool isThere = std::any_of(channels.begin(), channels.end(),
                                         [&](const Channel *channel) { return channel->user() == user; });
        if (isThere && !user.isEmpty()
            && options.duplicateUsers == ServerOptions::DuplicateUsers::OldestStays)
            return Error(ErrorCode::Refused,
                         QStringLiteral("The user \"%1\" is here already.").arg(escaped(user)));
        return std::nullopt;
    }
    void established(Channel *channel)
    {
        const QPointer<Server> self(&server);
        const QString user = channel->user();
        arriving.append(channel); // whom the end of others may end too, before anybody knows of it
        if (!user.isEmpty() && options.duplicateUsers == ServerOptions::DuplicateUsers::NewestWins)
            dismiss([&](const Channel &other) { return &other != channel && other.user() == user; },
                    QStringLiteral("The same user has come from elsewhere."));
        if (!self || !arriving.removeOne(channel))
            return;
        channels.append(channel);
        Q_EMIT server.clientConnected(channel);
    }
    // Ends the sessions of those whom \a isMeant says, for \a reason.
    template <typename Condition>
    void dismiss(Condition isMeant, const QString &reason)
    {
        const QPointer<Server> self(&server);
        std::vector<QPointer<Channel>> there(channels.begin(), channels.end());
        there.insert(there.end(), arriving.begin(), arriving.end());
        for (const QPointer<Channel> &channel : there) {
            if (self && channel && isMeant(*channel))
                channel->d->shut(Error(ErrorCode::Refused, reason));
        }
    }
    void watchRevocations()
    {
        const auto home = std::make_shared<ObjectHome>(&server);
        revocations = security.onRevoked([this, home](const QList<PublicKey> &keys) {
            home->post([this, keys] {
                dismiss([&](const Channel &channel) { return keys.contains(channel.identity().key); },
                        QStringLiteral("The key was revoked."));
            });
        });
    }

    // Whatever is told of one may delete others.
    [[nodiscard]] std::vector<QPointer<Channel>> allChannels() const { return {all.begin(), all.end()}; }
    [[nodiscard]] bool hasLinks() const
    {
        return std::any_of(all.begin(), all.end(), [](const Channel *it) { return it->d->hasLink(); });
    }
    // By way of the event loop, because this may be called by the listener that is to end.
    void postEndClosing()
    {
        if (isClosing)
            detail::post(&server, [this] { endClosing(); });
    }
    void endClosing()
    {
        if (isClosing && !hasLinks()) // still: a bind() meanwhile begins anew
            server.close();
    }

    bool fail(const Error &failure)
    {
        error = failure;
        return false;
    }

    Server &server;
    const ServerOptions options;
    const ChannelCore::Offer offer;
    const QByteArray instance;
    const LinkSettings settings;
    const ServerSecurity security;
    std::shared_ptr<void> revocations;  // of keys, as they are told
    std::unique_ptr<Listener> listener; // null until the first bind()
    std::vector<std::unique_ptr<Dialer>> dialers;
    QList<Channel *> channels; // established ones, oldest first
    QList<Channel *> arriving; // established, and not told of yet
    QList<Channel *> all;      // also those that the application gave another parent
    int sessions = 0;          // with those that are not established
    bool isClosing = false;    // gently
    Error error;
};

Server::Server(QObject *parent) : Server(ServerOptions(), parent) {}

Server::Server(const ServerOptions &options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, options))
{
    d->watchRevocations();
}

Server::~Server()
{
    blockSignals(true); // nobody should be handed an object that is being destroyed
    close();
    while (!d->all.isEmpty())
        delete d->all.constLast(); // they use what d holds
}

bool Server::bind(const QString &endpoint)
{
    if (d->isClosing)
        close();
    if (const std::optional<Error> error = d->security.checkBind(endpoint))
        return d->fail(*error);
    if (!d->listener || d->listener->isVain())
        d->listener = std::make_unique<Listener>(*d, d->settings, d->security);
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
    if (d->isClosing)
        close();
    if (const std::optional<Error> error = d->security.checkConnect(endpoint))
        return d->fail(*error);
    auto dialer =
        std::make_unique<Dialer>(*d, BackOff(ClientOptions().reconnectDelay, ClientOptions().reconnectLimit),
                                 d->settings, showingNothing());
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
    for (const QPointer<Channel> &channel : d->allChannels()) {
        if (channel)
            channel->d->shut(closedHere());
        if (!self)
            return;
    }
    const bool isOpen = d->listener || !d->dialers.empty();
    d->isClosing = false;
    d->dialers.clear();
    if (d->listener)
        d->listener->stop();
    d->listener.reset();
    if (isOpen)
        Q_EMIT closed();
}

void Server::close(std::chrono::milliseconds flushTimeout)
{
    d->isClosing = true;
    for (const std::unique_ptr<Dialer> &dialer : d->dialers)
        dialer->giveUp();
    const QPointer<Server> self(this);
    for (const QPointer<Channel> &channel : d->allChannels()) {
        if (channel)
            channel->d->finish(flushTimeout, closedHere());
        if (!self || !d->isClosing)
            return;
    }
    d->endClosing();
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
