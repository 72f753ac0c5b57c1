// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "client.h"

#include "scriptcodecs.h"
#include "value.h"

#include <QtQml/qqmlengine.h>
#include <QtQml/qqmlinfo.h>

namespace heliograph::qml {

using heliograph::Channel;

Client::Client(QObject *parent) : QObject(parent)
{
    addScriptCodecs();
}

Client::~Client()
{
    if (m_channel)
        m_channel->disconnect(this);
}

// ---- settings

void Client::setUrl(const QString &url)
{
    if (url == m_url)
        return;
    m_url = url;
    if (connectOrClose())
        Q_EMIT urlChanged();
}

void Client::setActive(bool active)
{
    if (active == m_isActive)
        return;
    m_isActive = active;
    if (connectOrClose())
        Q_EMIT activeChanged();
}

void Client::setSecret(const QString &secret)
{
    const size_t hash = secret.isEmpty() ? 0 : qHash(secret, QHashSeed::globalSeed());
    if (hash == m_secretHash)
        return;
    m_secretHash = hash;
    m_options.secret = secret.isEmpty() ? Secret() : Secret(secret);
    if (makeChannel())
        Q_EMIT secretChanged();
}

void Client::setCredentials(const QVariant &credentials)
{
    const QVariant value = fromScript(credentials);
    if (value.isValid() && !value.canConvert<Credentials>())
        qmlWarning(this) << "credentials are made by Heliograph.plain(), Heliograph.curve(), or in C++";
    m_credentials = value;
    m_options.credentials = value.value<Credentials>();
    if (makeChannel())
        Q_EMIT credentialsChanged();
}

void Client::setUser(const QString &user)
{
    if (user == m_options.user)
        return;
    m_options.user = user;
    if (makeChannel())
        Q_EMIT userChanged();
}

void Client::setWaitForSession(bool wait)
{
    if (wait == m_options.waitForSession)
        return;
    m_options.waitForSession = wait;
    if (makeChannel())
        Q_EMIT waitForSessionChanged();
}

void Client::setCallTimeout(int milliseconds)
{
    if (milliseconds == callTimeout())
        return;
    m_options.callTimeout = std::chrono::milliseconds(milliseconds);
    if (m_channel)
        m_channel->setCallTimeout(m_options.callTimeout);
    Q_EMIT callTimeoutChanged();
}

void Client::setChannel(QObject *channel)
{
    auto *const typed = qobject_cast<Channel *>(channel);
    if (channel && !typed) {
        qmlWarning(this) << "channel is no heliograph::Channel but a " << channel->metaObject()->className();
        return;
    }
    if (typed == m_channel || (!typed && !m_isForeign))
        return;
    if (typed && typed->thread() != thread()) {
        qmlWarning(this) << "channel lives in another thread";
        return;
    }
    m_isForeign = typed;
    if (typed)
        exchange(*typed, nullptr);
    else
        (void)makeChannel();
}

// ---- the channel

void Client::componentComplete()
{
    m_isComplete = true;
    (void)makeChannel();
}

bool Client::makeChannel()
{
    if (!m_isComplete || m_isForeign)
        return true;
    const QPointer self(this);
    const QPointer client = new heliograph::Client(m_options, this);
    const quint64 turn = ++m_turn;
    exchange(*client, client);
    if (self && client == m_client && turn == m_turn)
        connectOwn();
    return self;
}

bool Client::connectOrClose()
{
    if (!m_client)
        return true;
    const QPointer self(this);
    const QPointer client = m_client;
    const quint64 turn = ++m_turn;
    client->close();
    if (self && client == m_client && turn == m_turn) // else a handler has seen to it
        connectOwn();
    return self;
}

void Client::connectOwn()
{
    const QPointer client = m_client;
    const quint64 turn = m_turn;
    if (!setError(Error()) || !client || turn != m_turn)
        return;
    if (m_isActive && !m_url.isEmpty() && !client->connectToServer(m_url) && client && turn == m_turn)
        (void)setError(client->error());
}

/// All that is asked is of the new one before anybody is told anything: handlers may do the same again.
void Client::exchange(Channel &channel, heliograph::Client *own)
{
    const QPointer old = std::exchange(m_channel, &channel);
    heliograph::Client *const oldOwn = std::exchange(m_client, own);
    const QPointer current(&channel);
    const QPointer self(this);
    follow(channel);
    if (old)
        letGo(*old, oldOwn);
    else if (m_hasSession) // it died with the channel
        tellEnd(Error(ErrorCode::Closed));
    const auto isCurrent = [&] { return self && current && m_channel == current; };
    if (!isCurrent())
        return;
    const auto *const client = qobject_cast<heliograph::Client *>(&channel);
    if (!setError(client ? client->error() : Error()) || !isCurrent())
        return;
    m_hasSession = channel.isConnected();
    Q_EMIT stateChanged();
    if (isCurrent())
        Q_EMIT roundTripTimeChanged();
    if (isCurrent())
        Q_EMIT channelChanged();
}

void Client::letGo(Channel &old, heliograph::Client *own)
{
    const QPointer self(this);
    const QPointer there(&old);
    if (own)
        own->close(); // the end of its session is told
    if (there)
        there->disconnect(this);
    if (there && own)
        own->deleteLater();           // it may be what has just called
    if (self && !own && m_hasSession) // a session of C++ is over here only
        tellEnd(Error(ErrorCode::Closed));
}

void Client::tellEnd(const Error &reason)
{
    m_hasSession = false;
    if (setError(reason))
        Q_EMIT disconnected(reasonOf(reason));
}

/// The channel of C++ was deleted: an own one takes its place.
void Client::noteDeath()
{
    m_isForeign = false;
    (void)makeChannel();
}

void Client::follow(Channel &channel)
{
    connect(&channel, &QObject::destroyed, this, [this] {
        if (!m_channel) // else it is not this one's any more
            noteDeath();
    });
    connect(&channel, &Channel::stateChanged, this, &Client::stateChanged);
    connect(&channel, &Channel::heartbeat, this, &Client::roundTripTimeChanged);
    connect(&channel, &Channel::heartbeatLost, this, &Client::heartbeatLost);
    connect(&channel, &Channel::heartbeatRestored, this, &Client::heartbeatRestored);
    connect(&channel, &Channel::connected, this, [this] {
        m_hasSession = true;
        if (setError(Error()) && m_hasSession) // else a handler has ended it
            Q_EMIT connected();
    });
    connect(&channel, &Channel::disconnected, this, &Client::tellEnd);
    if (auto *const client = qobject_cast<heliograph::Client *>(&channel))
        followClient(*client);
}

void Client::followClient(heliograph::Client &client)
{
    connect(&client, &heliograph::Client::reconnecting, this,
            [this](int attempt, std::chrono::milliseconds delay) {
                Q_EMIT reconnecting(attempt, int(delay.count()));
            });
    connect(&client, &heliograph::Client::authenticationFailed, this,
            [this](const QString &endpoint, const Error &reason) {
                Q_EMIT authenticationFailed(endpoint, reasonOf(reason));
            });
    connect(&client, &heliograph::Client::errorOccurred, this, [this](const Error &reason) {
        if (setError(reason))
            Q_EMIT errorOccurred(reasonOf(reason));
    });
}

Client::State Client::state() const
{
    using There = Channel::State;
    static_assert(int(Disconnected) == int(There::Disconnected) && int(Connecting) == int(There::Connecting)
                  && int(Connected) == int(There::Connected)
                  && int(Unresponsive) == int(There::Unresponsive));
    return m_channel ? State(m_channel->state()) : Disconnected;
}

QString Client::error() const
{
    return m_error.code() == ErrorCode::None ? QString() : m_error.message();
}

bool Client::setError(const Error &error)
{
    if (error.code() == m_error.code() && error.message() == m_error.message())
        return true;
    const QPointer self(this);
    m_error = error;
    Q_EMIT errorChanged();
    return self;
}

QJSValue Client::reasonOf(const Error &error) const
{
    QQmlEngine *const engine = qmlEngine(this);
    return engine ? toScript(*engine, error) : QJSValue();
}

} // namespace heliograph::qml
