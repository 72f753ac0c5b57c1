// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/caller.h>

#include <QtCore/qloggingcategory.h>

#include <utility>

namespace heliograph {

Q_LOGGING_CATEGORY(lcNotify, "heliograph.notify", QtWarningMsg)

namespace {

// Larger buffers are not worth keeping for the next call.
constexpr qsizetype keptBuffer = 64 * 1024;

// A buffer for each thread that calls, so that encoding allocates nothing in the long run.
QByteArray &spareBuffer()
{
    static thread_local QByteArray buffer;
    return buffer;
}

} // namespace

Caller::Caller() = default;
Caller::~Caller() = default;

namespace detail {

ArgumentEncoder::ArgumentEncoder() : m_encoder(std::exchange(spareBuffer(), QByteArray())) {}

ArgumentEncoder::~ArgumentEncoder()
{
    QByteArray buffer = m_encoder.take();
    if (buffer.capacity() <= keptBuffer)
        spareBuffer() = std::move(buffer);
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

} // namespace detail
} // namespace heliograph
