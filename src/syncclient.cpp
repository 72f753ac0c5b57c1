// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/syncclient.h>

#include "blockinglink.h"
#include "callcheck.h"
#include "channelsettings.h"

#include <QtCore/qloggingcategory.h>

namespace heliograph {

namespace {

// Nothing here answers a ping between two calls.
SessionOptions withoutHeartbeat(SessionOptions options)
{
    options.heartbeat = {milliseconds(0), milliseconds(0)};
    return options;
}

} // namespace

struct SyncClient::Private final : Caller
{
    explicit Private(const ClientOptions &options)
        : link(withoutHeartbeat(sessionOptions(options)),
               BackOff(options.reconnectDelay, options.reconnectLimit),
               linkSettings(options.limits, options.linkTimeout), ClientSecurity(options)),
          callTimeout(options.callTimeout)
    {
    }

    void call(QAnyStringView name, const CallOptions &options, QByteArrayView arguments,
              std::unique_ptr<PendingCall> call) override
    {
        const milliseconds timeout = timeoutOf(options, callTimeout);
        withUtf8(name, [&](QByteArrayView utf8) {
            if (const std::optional<Error> error = checkCall(utf8, timeout))
                call->fail(*error);
            else
                link.call(utf8, timeout, arguments, std::move(call));
        });
    }
    void notify(QAnyStringView name, const CallOptions &options, QByteArrayView arguments) override
    {
        const milliseconds timeout = timeoutOf(options, callTimeout);
        withUtf8(name, [&](QByteArrayView utf8) {
            std::optional<Error> error = checkCall(utf8, timeout);
            if (!error)
                error = link.notify(utf8, timeout, arguments);
            if (error)
                throw *error;
        });
    }
    [[nodiscard]] bool isHere() const override { return true; }

    BlockingLink link;
    milliseconds callTimeout;
};

SyncClient::SyncClient(const ClientOptions &options) : d(std::make_unique<Private>(options)) {}

SyncClient::~SyncClient() = default;

void SyncClient::connectToServer(const QString &endpoint)
{
    if (const std::optional<Error> error = d->link.start(endpoint))
        throw *error;
}

bool SyncClient::waitForConnected(std::chrono::milliseconds timeout)
{
    return d->link.waitForSession(Clock::now() + timeout);
}

bool SyncClient::isConnected() const
{
    return d->link.isEstablished();
}

Error SyncClient::error() const
{
    return d->link.obstacle();
}

void SyncClient::close()
{
    d->link.stop(Error(ErrorCode::Closed, QStringLiteral("The client was closed.")));
}

void SyncClient::setCallTimeout(std::chrono::milliseconds timeout)
{
    d->callTimeout = timeout;
}

std::chrono::milliseconds SyncClient::callTimeout() const
{
    return d->callTimeout;
}

QVariant SyncClient::invoke(QAnyStringView name, const QVariantList &arguments, const QVariantMap &named)
{
    auto call = std::make_unique<detail::FutureCall<QVariant>>();
    QFuture<QVariant> result = call->resultFuture();
    detail::ArgumentEncoder encoded;
    if (const int failed = detail::encodeVariants(encoded.encoder(), arguments, named); failed != 0)
        throw encoded.argumentError(failed);
    d->call(name, {}, encoded.encoder().data(), std::move(call));
    result.waitForFinished();
    return result.takeResult();
}

Caller &SyncClient::caller()
{
    return *d;
}

void SyncClient::sendNotify(QAnyStringView name, QByteArrayView arguments)
{
    d->notify(name, {}, arguments);
}

} // namespace heliograph
