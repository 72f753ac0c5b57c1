// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/remotemethod.h>

#include "callcheck.h"

namespace heliograph {

Q_LOGGING_CATEGORY(lcReply, "heliograph.reply", QtWarningMsg)

namespace {

QByteArray toUtf8(QAnyStringView text)
{
    QByteArray utf8;
    withUtf8(text, [&](QByteArrayView bytes) { utf8 = bytes.toByteArray(); });
    return utf8;
}

} // namespace

RemoteMethod::RemoteMethod(std::shared_ptr<Caller> caller, QAnyStringView name)
    : m_caller(std::move(caller)), m_name(toUtf8(name))
{
}

RemoteMethod::~RemoteMethod() = default;
RemoteMethod::RemoteMethod(const RemoteMethod &) = default;
RemoteMethod &RemoteMethod::operator=(const RemoteMethod &) = default;
RemoteMethod::RemoteMethod(RemoteMethod &&) noexcept = default;
RemoteMethod &RemoteMethod::operator=(RemoteMethod &&) noexcept = default;

RemoteMethod RemoteMethod::waitingForSession(bool wait) const
{
    RemoteMethod method(*this);
    method.m_options.waitForSession = wait;
    return method;
}

RemoteMethod RemoteMethod::withTimeout(std::chrono::milliseconds timeout) const
{
    RemoteMethod other(*this);
    other.m_options.timeout = timeout;
    return other;
}

QFuture<QVariant> RemoteMethod::invoke(const QVariantList &arguments, const QVariantMap &named) const
{
    return detail::invoke(*m_caller, QUtf8StringView(m_name), m_options, arguments, named);
}

void RemoteMethod::invokeOneWay(const QVariantList &arguments, const QVariantMap &named) const
{
    detail::invokeOneWay(*m_caller, QUtf8StringView(m_name), m_options, arguments, named);
}

void detail::LogError::operator()(const Error &error) const
{
    qCWarning(lcReply) << "call of" << name << "failed, and nobody handles its errors:" << error;
}

} // namespace heliograph
