// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/channel.h>

#include "channelcore.h"

namespace heliograph {

Channel::Channel(QObject *parent) : QObject(parent) {}

Channel::~Channel()
{
    blockSignals(true); // nobody should be handed an object that is being destroyed
}

bool Channel::isConnected() const
{
    return d->isEstablished();
}

QString Channel::user() const
{
    return d->gate()->user();
}

QFuture<QVariant> Channel::invoke(QAnyStringView name, const QVariantList &arguments,
                                  const QVariantMap &named)
{
    auto call = std::make_unique<detail::FutureCall<QVariant>>();
    QFuture<QVariant> result = call->resultFuture();
    detail::ArgumentEncoder encoded;
    if (const int failed = detail::encodeVariants(encoded.encoder(), arguments, named); failed != 0)
        call->fail(encoded.argumentError(failed));
    else
        m_caller->call(name, {}, encoded.encoder().data(), std::move(call));
    return result;
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

void Channel::close()
{
    d->shut(Error(ErrorCode::Closed, QStringLiteral("The channel was closed.")));
}

} // namespace heliograph
