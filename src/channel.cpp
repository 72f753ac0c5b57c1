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
    Encoder &encoder = encoded.encoder();
    const TypeCodec &codec = codecFor<QVariant>();
    int number = 0;
    const auto write = [&](const QVariant &value) {
        ++number;
        codec.encode(encoder, &value);
        return encoder.ok();
    };
    encoder.writeArray(quint32(arguments.size()));
    bool good = std::all_of(arguments.begin(), arguments.end(), write);
    if (!named.isEmpty())
        encoder.writeMap(quint32(named.size()));
    for (auto it = named.begin(); good && it != named.end(); ++it) {
        encoder.writeString(it.key());
        good = write(it.value());
    }
    if (good)
        m_caller->call(name, {}, encoder.data(), std::move(call));
    else
        call->fail(encoded.argumentError(number));
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
