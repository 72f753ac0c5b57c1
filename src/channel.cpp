// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/channel.h>

#include "channelcore.h"

#include <QtCore/qmetaobject.h>

namespace heliograph {

namespace {

// "signal(int, const QString &)" means "signal(int,QString)".
QByteArray normalized(QAnyStringView name)
{
    const QByteArray utf8 = name.toString().toUtf8();
    return utf8.contains('(') ? QMetaObject::normalizedSignature(utf8.constData()) : utf8;
}

Error closedHere()
{
    return Error(ErrorCode::Closed, QStringLiteral("The channel was closed."));
}

} // namespace

Channel::Channel(QObject *parent) : QObject(parent) {}

Channel::~Channel()
{
    blockSignals(true); // nobody should be handed an object that is being destroyed
}

Channel::State Channel::state() const
{
    return d->state();
}

double Channel::roundTripTime() const
{
    return d->roundTripTime();
}

qint64 Channel::lastHeard() const
{
    return d->lastHeard();
}

bool Channel::isConnected() const
{
    return d->isEstablished();
}

QString Channel::user() const
{
    return identity().user;
}

Identity Channel::identity() const
{
    return d->identity();
}

QFuture<QVariant> Channel::invoke(QAnyStringView name, const QVariantList &arguments,
                                  const QVariantMap &named)
{
    return detail::invoke(*m_caller, name, {}, arguments, named);
}

RemoteMethod Channel::method(QAnyStringView name) const
{
    return RemoteMethod(m_caller, name);
}

void Channel::setCallTimeout(std::chrono::milliseconds timeout)
{
    d->setCallTimeout(timeout);
}

std::chrono::milliseconds Channel::callTimeout() const
{
    return d->callTimeout();
}

SignalConnection Channel::addReceiver(QAnyStringView name, std::unique_ptr<EventReceiver> receiver)
{
    EventReceiver *const added = receiver.get();
    const QByteArray utf8 = normalized(name);
    const std::shared_ptr<Subscriptions> subscriptions = d->subscriptions().shared_from_this();
    const SignalConnection connection(subscriptions, subscriptions->connect(utf8, std::move(receiver)));
    // The receiver may live in another thread.
    added->whenGone([gate = d->gate(), connection] {
        if (gate->isHere())
            connection.disconnect();
        else
            gate->post([connection] { connection.disconnect(); });
    });
    subscriptions->check(utf8); // last: it may destroy this
    return connection;
}

bool Channel::disconnectSignal(QAnyStringView name, const QObject *receiver)
{
    return d->subscriptions().disconnect(normalized(name), receiver) > 0;
}

QStringList Channel::objects() const
{
    return d->objectNames();
}

void Channel::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&Channel::objectAdded)
        || signal == QMetaMethod::fromSignal(&Channel::objectRemoved))
        d->gate()->post([core = d.get()] { core->watchObjects(); });
}

void Channel::close()
{
    d->shut(closedHere());
}

void Channel::close(std::chrono::milliseconds flushTimeout)
{
    d->finish(flushTimeout, closedHere());
}

} // namespace heliograph
