// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "client.h"

#include "promises.h"
#include "remoteobject.h"
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
    connectOrClose();
    Q_EMIT urlChanged();
}

void Client::setActive(bool active)
{
    if (active == m_isActive)
        return;
    m_isActive = active;
    connectOrClose();
    Q_EMIT activeChanged();
}

void Client::setSecret(const QString &secret)
{
    m_options.secret = secret.isEmpty() ? Secret() : Secret(secret);
    makeChannel();
    Q_EMIT secretChanged();
}

void Client::setCredentials(const QVariant &credentials)
{
    const QVariant value = fromScript(credentials);
    if (value.isValid() && !value.canConvert<Credentials>())
        qmlWarning(this) << "credentials are made by Heliograph.plain(), Heliograph.curve(), or in C++";
    m_credentials = value;
    m_options.credentials = value.value<Credentials>();
    makeChannel();
    Q_EMIT credentialsChanged();
}

void Client::setUser(const QString &user)
{
    if (user == m_options.user)
        return;
    m_options.user = user;
    makeChannel();
    Q_EMIT userChanged();
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
    if (channel && !typed)
        qmlWarning(this) << "channel is no heliograph::Channel but a " << channel->metaObject()->className();
    if (typed && typed == m_channel)
        return;
    if (typed && typed->thread() != thread()) {
        qmlWarning(this) << "channel lives in another thread";
        return;
    }
    m_isForeign = typed;
    if (typed)
        follow(typed);
    else
        makeChannel();
}

// ---- the channel

void Client::componentComplete()
{
    m_isComplete = true;
    makeChannel();
}

void Client::makeChannel()
{
    if (!m_isComplete || m_isForeign)
        return;
    auto *const client = new heliograph::Client(m_options, this);
    follow(client);
    m_client = client;
    followClient(*client);
    connectOrClose();
}

void Client::connectOrClose()
{
    if (!m_client)
        return;
    m_client->close();
    if (m_isActive && !m_url.isEmpty() && !m_client->connectToServer(m_url))
        setError(m_client->error());
}

void Client::follow(Channel *channel)
{
    if (m_channel)
        m_channel->disconnect(this);
    if (heliograph::Client *const old = std::exchange(m_client, nullptr)) {
        old->close();
        old->deleteLater(); // it may be what has just called
    }
    m_channel = channel;
    connect(channel, &QObject::destroyed, this, [this, channel] {
        if (m_channel && m_channel != channel)
            return;
        m_isForeign = false;
        Q_EMIT stateChanged();
        Q_EMIT channelChanged();
    });
    connect(channel, &Channel::stateChanged, this, &Client::stateChanged);
    connect(channel, &Channel::heartbeat, this, &Client::roundTripTimeChanged);
    connect(channel, &Channel::heartbeatLost, this, &Client::heartbeatLost);
    connect(channel, &Channel::heartbeatRestored, this, &Client::heartbeatRestored);
    connect(channel, &Channel::connected, this, [this] {
        if (setError(Error()))
            Q_EMIT connected();
    });
    connect(channel, &Channel::disconnected, this, [this](const Error &reason) {
        if (setError(reason))
            Q_EMIT disconnected(reasonOf(reason));
    });
    if (auto *const client = qobject_cast<heliograph::Client *>(channel); client && m_isForeign)
        followClient(*client);
    setError(Error());
    Q_EMIT stateChanged();
    Q_EMIT channelChanged();
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
    (void)setError(client.error());
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

// ---- calling

QJSValue Client::call(const QString &name, const QVariantList &arguments)
{
    QQmlEngine *const engine = qmlEngine(this);
    if (!engine)
        return {};
    const Error early(ErrorCode::NeverSent,
                      name + QStringLiteral(" was called before the client was complete."));
    return Promises::of(*engine).call(this, name,
                                      m_channel ? m_channel->invoke(name, fromScript(arguments).toList(), {})
                                                : QtFuture::makeExceptionalFuture<QVariant>(early));
}

QJSValue Client::remote(const QString &name)
{
    RemoteObject *&object = m_remotes[name];
    if (!object) {
        object = new RemoteObject(this);
        QQmlEngine::setContextForObject(object, qmlContext(this));
        object->setClient(this);
        object->setName(name);
        object->componentComplete();
    }
    return object->remote();
}

} // namespace heliograph::qml
