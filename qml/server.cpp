// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "server.h"

#include "exposed.h"
#include "value.h"

#include <QtQml/qqmlengine.h>
#include <QtQml/qqmlinfo.h>

namespace heliograph::qml {

using heliograph::Channel;

Server::Server(QObject *parent) : QObject(parent)
{
    m_options.sharedRegistry = m_shared;
}

Server::~Server() = default;

// ---- settings

void Server::setUrl(const QString &url)
{
    if (url == m_url)
        return;
    m_url = url;
    if (listenOrClose())
        Q_EMIT urlChanged();
}

void Server::setActive(bool active)
{
    if (active == m_isActive)
        return;
    m_isActive = active;
    if (listenOrClose())
        Q_EMIT activeChanged();
}

void Server::setSecret(const QString &secret)
{
    const size_t hash = secret.isEmpty() ? 0 : qHash(secret, QHashSeed::globalSeed());
    if (hash == m_secretHash)
        return;
    m_secretHash = hash;
    m_options.secret = secret.isEmpty() ? Secret() : Secret(secret);
    if (makeServer())
        Q_EMIT secretChanged();
}

void Server::setTrustNames(bool trust)
{
    if (trust == m_options.trustNames)
        return;
    m_options.trustNames = trust;
    if (makeServer())
        Q_EMIT trustNamesChanged();
}

void Server::setPredicate(const QString &domain, const QJSValue &predicate)
{
    // Asked in the server's thread, which is the engine's.
    m_shared.setPredicate(domain, [this, domain, predicate](const Identity &who) {
        QJSEngine *const engine = qjsEngine(this);
        if (!engine)
            return false;
        QJSValue shown = engine->newObject();
        shown.setProperty(QStringLiteral("user"), who.user);
        shown.setProperty(QStringLiteral("address"), who.address);
        shown.setProperty(QStringLiteral("isLocal"), who.isLocal);
        const QJSValue answer = predicate.call({shown});
        if (answer.isError())
            qmlWarning(this) << "the predicate of \"" << domain << "\": " << textOf(answer);
        return !answer.isError() && answer.toBool();
    });
}

// ---- the server

void Server::componentComplete()
{
    m_isComplete = true;
    for (QObject *const child : std::as_const(m_data)) {
        if (auto *const exposed = qobject_cast<Exposed *>(child))
            exposed->exposeIn(m_shared);
    }
    (void)makeServer();
}

bool Server::makeServer()
{
    if (!m_isComplete)
        return true;
    const QPointer self(this);
    auto *const server = new heliograph::Server(m_options, this);
    heliograph::Server *const old = std::exchange(m_server, server);
    follow(*server);
    if (old) {
        old->close(); // the end of its sessions is told; handlers may make another server
        if (!self)
            return false;
        old->disconnect(this);
        old->deleteLater(); // it may be what has just called
    }
    if (m_server != server)
        return true;
    if (listenOrClose())
        Q_EMIT clientsChanged();
    return self;
}

void Server::follow(heliograph::Server &server)
{
    connect(&server, &heliograph::Server::clientConnected, this, [this](const Channel *channel) {
        const QPointer self(this); // a slot may delete this
        const QString user = channel->user();
        Q_EMIT clientsChanged();
        if (self)
            Q_EMIT clientConnected(user);
    });
    connect(&server, &heliograph::Server::clientDisconnected, this, [this](const Channel *channel) {
        const QPointer self(this);
        const QString user = channel->user();
        Q_EMIT clientsChanged();
        if (self)
            Q_EMIT clientDisconnected(user);
    });
    connect(&server, &heliograph::Server::heartbeatLost, this,
            [this](const Channel *channel) { Q_EMIT heartbeatLost(channel->user()); });
    connect(&server, &heliograph::Server::heartbeatRestored, this,
            [this](const Channel *channel) { Q_EMIT heartbeatRestored(channel->user()); });
    connect(&server, &heliograph::Server::authenticationFailed, this,
            [this](const QString &address, const Error &reason) {
                const QPointer self(this);
                if (reason.code() == ErrorCode::InvalidKey) { // nobody can be let in any more
                    m_error = reason;
                    Q_EMIT errorChanged();
                }
                if (QJSEngine *const engine = self ? qjsEngine(this) : nullptr)
                    Q_EMIT authenticationFailed(address, toScript(*engine, reason));
            });
}

bool Server::listenOrClose()
{
    if (!m_server)
        return true;
    const QPointer self(this);
    const quint64 turn = ++m_turn;
    m_server->close();
    if (!self || turn != m_turn) // a handler has seen to the rest
        return self;
    m_error = Error();
    if (m_isActive && !m_url.isEmpty() && !m_server->bind(m_url))
        m_error = m_server->error();
    Q_EMIT errorChanged();
    if (self)
        Q_EMIT endpointChanged();
    return self;
}

QString Server::endpoint() const
{
    return m_server ? m_server->endpoints().value(0) : QString();
}

int Server::clients() const
{
    return m_server ? int(m_server->channels().size()) : 0;
}

QString Server::error() const
{
    return m_error.code() == ErrorCode::None ? QString() : m_error.message();
}

} // namespace heliograph::qml
