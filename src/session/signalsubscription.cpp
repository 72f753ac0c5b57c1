// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/signalsubscription.h"

#include <QtCore/qvarlengtharray.h>

#include <algorithm>

namespace heliograph {

void SignalSubscription::add(quint64 number, std::unique_ptr<EventReceiver> receiver)
{
    m_connections.push_back(std::make_shared<Connection>(Connection{number, std::move(receiver)}));
}

bool SignalSubscription::remove(quint64 number)
{
    return std::erase_if(m_connections,
                         [&](const std::shared_ptr<Connection> &connection) {
                             return connection->number == number && (connection->isOver = true);
                         })
           > 0;
}

qsizetype SignalSubscription::remove(const QObject *object)
{
    return qsizetype(std::erase_if(m_connections, [&](const std::shared_ptr<Connection> &connection) {
        return (!object || connection->receiver->isFor(object)) && (connection->isOver = true);
    }));
}

void SignalSubscription::begin()
{
    m_parameterCount.reset();
    m_lastEvent = 0;
}

void SignalSubscription::start(const QByteArray &types, SubscriptionOwner &owner)
{
    m_types = types;
    m_parameterCount = types.isEmpty() ? 0 : types.count(',') + 1;
    QList<Error> errors;
    for (const std::shared_ptr<Connection> &connection : m_connections) {
        if (const std::optional<Error> error = check(*connection))
            errors.append(*error);
    }
    const QByteArray name = m_name; // the owner may let go of this
    for (const Error &error : std::as_const(errors))
        owner.signalFailed(name, error);
}

std::optional<Error> SignalSubscription::checkNewest()
{
    return isLive() && !m_connections.empty() ? check(*m_connections.back()) : std::nullopt;
}

std::optional<Error> SignalSubscription::check(Connection &connection) const
{
    const qsizetype taken = connection.receiver->parameterCount();
    connection.isFitting = taken <= *m_parameterCount;
    if (connection.isFitting)
        return std::nullopt;
    return Error(ErrorCode::WrongArguments,
                 QStringLiteral("%1(%2) has %3 parameters, but the receiver takes %4.")
                     .arg(QString::fromUtf8(m_name), QString::fromUtf8(m_types))
                     .arg(*m_parameterCount)
                     .arg(taken));
}

quint64 SignalSubscription::received(quint64 number)
{
    const quint64 lost = lostUpTo(number == 0 ? 0 : number - 1);
    m_lastEvent = std::max(m_lastEvent, number);
    return lost;
}

quint64 SignalSubscription::lostUpTo(quint64 number)
{
    if (number <= m_lastEvent)
        return 0;
    return number - std::exchange(m_lastEvent, number);
}

void SignalSubscription::handOut(QByteArrayView arguments, const std::function<void(const Error &)> &failed)
{
    const QVarLengthArray<std::shared_ptr<Connection>, 4> connections(m_connections.begin(),
                                                                      m_connections.end());
    for (const std::shared_ptr<Connection> &connection : connections) {
        if (!connection->isOver && connection->isFitting && !connection->receiver->receive(arguments))
            failed(connection->receiver->error());
    }
}

} // namespace heliograph
