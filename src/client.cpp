// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/client.h>

#include "channelcore.h"
#include "channelsettings.h"
#include "dialer.h"
#include "listener.h"

#include <QtCore/qpointer.h>

namespace heliograph {

struct Client::Private final : LinkAcceptor
{
    Private(Client &owner, ChannelCore &channelCore, const ClientOptions &options)
        : client(owner), core(channelCore), settings(linkSettings(options.limits, options.linkTimeout)),
          security(options),
          dialer(*this, BackOff(options.reconnectDelay, options.reconnectLimit), settings, security)
    {
        core.whenEnding = [this](const Error &reason, bool wasEstablished) {
            if (wasEstablished)
                error = Error(); // what was before it is over
            if (reason.code() == ErrorCode::Closed)
                return;
            error = reason;
            isErrorUntold = true;
            if (wasEstablished && !listener && reason.code() == ErrorCode::Refused)
                giveUp();
        };
        core.whenEnded = [this] {
            if (std::exchange(isClosing, false))
                stop();
            if (!std::exchange(isErrorUntold, false) || tellError(Error(error)))
                tellPause();
        };
        core.whenEstablished = [this] { wasToldRefusal = false; };
    }

    // A client has one conversation at a time.
    [[nodiscard]] LinkOwner *linkAppeared(Link &link) override
    {
        if (core.hasLink())
            return nullptr;
        place = link.address();
        core.attach(link);
        return &core;
    }
    void attemptFailed(const Error &reason) override
    {
        fail(reason);
        if (tellError(reason))
            tellPause();
    }
    void unanswered(const Error &reason) override
    {
        fail(reason);
        (void)tellError(reason);
    }
    void authenticationFailed(const QString &endpoint, const Error &reason, bool isFinal) override
    {
        const QPointer<Client> self(&client);
        fail(reason);
        if (isFinal)
            core.expectSession(false, reason);
        // If not, it was told as that of the attempt; or a call that failed has begun anew, and error() is of that.
        if (self && isFinal && error.code() == reason.code() && !tellError(reason))
            return;
        if (self)
            Q_EMIT client.authenticationFailed(endpoint, reason);
    }
    void clientRefused(const QString &address, const Error &reason) override
    {
        Q_EMIT client.authenticationFailed(address, reason);
    }
    void listeningFailed(const Error &reason) override { authenticationFailed({}, reason, true); }
    // Whoever was sent away and comes back sends away who took his place, and so on for ever. Before anybody is told, who may connect anew.
    void giveUp()
    {
        dialer.giveUp();
        core.expectNoMore();
    }
    void tellPause()
    {
        const QPointer<Client> self(&client);
        const bool isRefused = dialer.pause() && error.code() == ErrorCode::Refused;
        if (isRefused && !std::exchange(wasToldRefusal, true)) // once, as it may be so for long
            Q_EMIT client.authenticationFailed(place, Error(error));
        const std::optional<milliseconds> pause = self ? dialer.pause() : std::nullopt;
        if (pause)
            Q_EMIT client.reconnecting(dialer.repeats(), *pause);
    }

    /// False when somebody who was told has destroyed the client.
    [[nodiscard]] bool tellError(const Error &reason)
    {
        const QPointer<Client> self(&client);
        Q_EMIT client.errorOccurred(reason);
        return self;
    }
    bool fail(const Error &failure)
    {
        error = failure;
        core.setObstacle(failure);
        return false;
    }
    void forgetError()
    {
        error = Error();
        isErrorUntold = false;
        wasToldRefusal = false;
    }
    void stop()
    {
        dialer.stop();
        if (listener)
            listener->stop();
        listener.reset();
    }

    Client &client;
    ChannelCore &core;
    const LinkSettings settings;
    const ClientSecurity security;
    Dialer dialer;
    std::unique_ptr<Listener> listener; // null unless bound
    QString place;                      // of the link there is or was
    bool wasToldRefusal = false;        // that the server takes no session, since there was one
    bool isClosing = false;             // and will have stopped when the session ends
    Error error;
    bool isErrorUntold = false; // errorOccurred() follows disconnected()
};

Client::Client(QObject *parent) : Client(ClientOptions(), parent) {}

Client::Client(const ClientOptions &options, QObject *parent) : Channel(parent)
{
    d = std::make_unique<ChannelCore>(
        *this, channelSettings(options, offerOf(this, registry(), options.sharedRegistry)));
    m_caller = d->gate();
    m_private = std::make_unique<Private>(*this, *d, options);
}

Client::~Client()
{
    blockSignals(true); // nobody should be handed an object that is being destroyed
    Client::close();
}

bool Client::connectToServer(const QString &endpoint)
{
    Client::close();
    m_private->forgetError();
    d->expectSession(true, Error());
    d->setObstacle(
        Error(ErrorCode::ConnectionFailed, QStringLiteral("%1 has not answered yet.").arg(endpoint)));
    if (const std::optional<Error> error = m_private->dialer.start(endpoint)) {
        d->expectSession(false, *error);
        return m_private->fail(*error);
    }
    return true;
}

bool Client::bind(const QString &endpoint)
{
    Client::close();
    m_private->forgetError();
    if (const std::optional<Error> error = m_private->security.checkBind(endpoint))
        return m_private->fail(*error);
    m_private->listener =
        std::make_unique<Listener>(*m_private, m_private->settings, ServerSecurity(ServerOptions()));
    if (const std::optional<Error> error = m_private->listener->bind(endpoint)) {
        m_private->stop();
        return m_private->fail(*error);
    }
    d->expectSession(true, Error());
    d->setObstacle(Error(ErrorCode::ConnectionFailed, QStringLiteral("No server has connected.")));
    return true;
}

void Client::close()
{
    // What is told of this may begin something new, which must not be ended here.
    m_private->isClosing = false;
    m_private->dialer.giveUp();
    const std::unique_ptr<Listener> listener = std::move(m_private->listener);
    Channel::close();
    if (listener)
        listener->stop();
}

void Client::close(std::chrono::milliseconds flushTimeout)
{
    if (!isConnected())
        return close();
    m_private->isClosing = true;
    m_private->dialer.giveUp();
    Channel::close(flushTimeout);
}

QStringList Client::endpoints() const
{
    return m_private->listener ? m_private->listener->endpoints() : QStringList();
}

Error Client::error() const
{
    return isConnected() ? Error() : m_private->error;
}

} // namespace heliograph
