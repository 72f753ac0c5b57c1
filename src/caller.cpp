// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/caller.h>

#include "codec/sparebuffer.h"

#include <QtCore/qloggingcategory.h>

namespace heliograph {

Q_LOGGING_CATEGORY(lcNotify, "heliograph.notify", QtWarningMsg)

Caller::Caller() = default;
Caller::~Caller() = default;

namespace detail {

ArgumentEncoder::ArgumentEncoder() : m_encoder(SpareBuffer::take()) {}

ArgumentEncoder::~ArgumentEncoder()
{
    SpareBuffer::giveBack(m_encoder.take());
}

Error ArgumentEncoder::argumentError(int number) const
{
    return Error(ErrorCode::EncodingFailed,
                 QStringLiteral("Argument %1 cannot be sent: %2.").arg(number).arg(m_encoder.error()));
}

void logNotSent(QAnyStringView name, const Error &error)
{
    qCWarning(lcNotify) << "one-way call of" << name.toString() << "was not sent:" << error;
}

QFuture<QVariant> invoke(Caller &caller, QAnyStringView name, const CallOptions &options,
                         const QVariantList &arguments, const QVariantMap &named)
{
    auto call = std::make_unique<FutureCall<QVariant>>();
    QFuture<QVariant> result = call->resultFuture();
    ArgumentEncoder encoded;
    if (const int failed = encodeVariants(encoded.encoder(), arguments, named); failed != 0)
        call->fail(encoded.argumentError(failed));
    else
        caller.call(name, options, encoded.encoder().data(), std::move(call));
    return result;
}

void invokeOneWay(Caller &caller, QAnyStringView name, const CallOptions &options,
                  const QVariantList &arguments, const QVariantMap &named)
{
    ArgumentEncoder encoded;
    if (const int failed = encodeVariants(encoded.encoder(), arguments, named); failed != 0)
        logNotSent(name, encoded.argumentError(failed));
    else
        caller.notify(name, options, encoded.encoder().data());
}

} // namespace detail
} // namespace heliograph
