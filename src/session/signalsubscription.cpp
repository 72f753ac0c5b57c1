// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/signalsubscription.h"

#include <QtCore/qbytearraylist.h>
#include <QtCore/qvarlengtharray.h>

#include <algorithm>
#include <array>

namespace heliograph {

namespace {

// "QMap<QString,int>,int" has two.
QByteArrayList splitTypes(const QByteArray &types)
{
    QByteArrayList list;
    qsizetype begin = 0;
    int depth = 0;
    for (qsizetype i = 0; i < types.size(); ++i) {
        depth += (types[i] == '<') - (types[i] == '>');
        if (types[i] != ',' || depth > 0)
            continue;
        list.append(types.sliced(begin, i - begin));
        begin = i + 1;
    }
    if (!types.isEmpty())
        list.append(types.sliced(begin));
    return list;
}

// A value, in msgpack, of the kind that a remote type is sent as; empty for types that this end need not know.
QByteArrayView sampleOf(const QByteArray &type)
{
    constexpr std::array<const char *, 14> integers{"int",        "uint",  "short", "ushort",     "char",
                                                    "uchar",      "long",  "ulong", "qint64",     "qlonglong",
                                                    "qulonglong", "schar", "qint8", "signed char"};
    if (std::find(integers.begin(), integers.end(), type) != integers.end())
        return QByteArrayView("\x00", 1);
    if (type == "bool")
        return "\xc2";
    if (type == "double")
        return QByteArrayView("\xcb\x3f\xe0\0\0\0\0\0\0", 9);
    if (type == "float")
        return QByteArrayView("\xca\x3f\0\0\0", 5);
    if (type == "QString")
        return "\xa0";
    if (type == "QByteArray")
        return QByteArrayView("\xc4\0", 2);
    if (type == "QStringList" || type == "QVariantList" || type.startsWith("QList<"))
        return "\x90";
    if (type == "QVariantMap" || type == "QVariantHash" || type.startsWith("QMap<")
        || type.startsWith("QHash<"))
        return "\x80";
    return {};
}

bool suits(const QByteArray &type, const TypeCodec &codec)
{
    const QByteArrayView sample = sampleOf(type);
    return sample.isEmpty() || codec.match(Decoder(sample)) != TypeCodec::Match::None;
}

} // namespace

void SignalSubscription::add(quint64 number, std::unique_ptr<EventReceiver> receiver)
{
    m_connections.push_back(std::make_shared<Connection>(Connection{number, std::move(receiver)}));
}

template <typename Condition>
SignalSubscription::Removed SignalSubscription::removeWhere(Condition condition)
{
    Removed removed;
    std::erase_if(m_connections, [&](const std::shared_ptr<Connection> &connection) {
        if (!condition(*connection))
            return false;
        connection->isOver = true;
        removed.push_back(connection);
        return true;
    });
    return removed;
}

SignalSubscription::Removed SignalSubscription::remove(quint64 number)
{
    return removeWhere([&](const Connection &connection) { return connection.number == number; });
}

SignalSubscription::Removed SignalSubscription::remove(const QObject *object)
{
    return removeWhere(
        [&](const Connection &connection) { return !object || connection.receiver->isFor(object); });
}

void SignalSubscription::begin()
{
    m_types.reset();
    m_lastEvent = 0;
}

QList<Error> SignalSubscription::start(const QByteArray &types)
{
    m_types = types;
    QList<Error> errors;
    for (const std::shared_ptr<Connection> &connection : m_connections) {
        if (const std::optional<Error> error = check(*connection))
            errors.append(*error);
    }
    return errors;
}

std::optional<Error> SignalSubscription::checkNewest()
{
    return isLive() && !m_connections.empty() ? check(*m_connections.back()) : std::nullopt;
}

std::optional<Error> SignalSubscription::check(Connection &connection) const
{
    const QByteArrayList offered = splitTypes(*m_types);
    const std::vector<const TypeCodec *> taken = connection.receiver->parameters();
    QString reason;
    if (qsizetype(taken.size()) > offered.size()) {
        reason = QStringLiteral("it has %1 parameters, but the receiver takes %2")
                     .arg(offered.size())
                     .arg(taken.size());
    } else {
        for (size_t i = 0; i < taken.size() && reason.isNull(); ++i) {
            if (!suits(offered[qsizetype(i)], *taken[i]))
                reason = QStringLiteral("parameter %1 of the receiver is %2")
                             .arg(i + 1)
                             .arg(QString::fromUtf8(taken[i]->typeName()));
        }
    }
    connection.isFitting = reason.isNull();
    if (connection.isFitting)
        return std::nullopt;
    return Error(ErrorCode::WrongArguments,
                 QStringLiteral("%1(%2) does not fit: %3.")
                     .arg(QString::fromUtf8(m_name), QString::fromUtf8(*m_types), reason));
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
