// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/objectreplica.h"

#include <heliograph/decoder.h>
#include <heliograph/types.h>

#include <algorithm>

namespace heliograph {

template <typename Tell>
void ObjectReplica::tellListeners(Tell tell)
{
    const std::shared_ptr<ObjectReplica> self = shared_from_this();
    const std::vector<ReplicaListener *> listeners(m_listeners.begin(), m_listeners.end());
    for (ReplicaListener *const listener : listeners) {
        if (m_listeners.contains(listener)) // it may have died of what another one did
            tell(listener);
    }
}

void ObjectReplica::setState(State state, const Error &obstacle)
{
    m_obstacle = obstacle;
    if (std::exchange(m_state, state) != state || state == State::Waiting)
        tellListeners([](ReplicaListener *listener) { listener->replicaStateChanged(); });
}

void ObjectReplica::tellValues(const QList<QByteArray> &properties)
{
    for (const QByteArray &property : properties)
        tellListeners([&](ReplicaListener *listener) { listener->replicaValueChanged(property); });
}

std::optional<Error> ObjectReplica::acquire(QByteArrayView description, QByteArrayView values)
{
    const std::shared_ptr<ObjectReplica> self = shared_from_this();
    if (std::optional<Error> error = readDescription(description))
        return error;
    QHash<QByteArray, QByteArray> fresh;
    if (std::optional<Error> error = readValues(values, fresh))
        return error;
    QList<QByteArray> changed;
    for (const QByteArray &property : std::as_const(m_properties)) {
        if (fresh.value(property) != m_values.value(property))
            changed.append(property);
    }
    for (auto old = m_values.cbegin(); old != m_values.cend(); ++old) {
        if (!fresh.contains(old.key()))
            changed.append(old.key());
    }
    m_values = std::move(fresh);
    setState(State::Ready, Error());
    tellValues(changed);
    return std::nullopt;
}

std::optional<Error> ObjectReplica::change(QByteArrayView values)
{
    const std::shared_ptr<ObjectReplica> self = shared_from_this();
    QHash<QByteArray, QByteArray> fresh;
    if (std::optional<Error> error = readValues(values, fresh))
        return error;
    QList<QByteArray> changed;
    for (const QByteArray &property : std::as_const(m_properties)) { // in the order of their declaration
        const auto value = fresh.constFind(property);
        if (value == fresh.constEnd() || *value == m_values.value(property))
            continue;
        m_values.insert(property, *value);
        changed.append(property);
    }
    tellValues(changed);
    return std::nullopt;
}

void ObjectReplica::withdraw(const Error &reason)
{
    setState(m_state == State::Waiting ? State::Waiting : State::Gone, reason);
}

void ObjectReplica::lose(const Error &reason)
{
    if (m_state == State::Waiting)
        m_obstacle = reason;
    else
        setState(State::Lost, reason);
}

void ObjectReplica::noteWritten(const QByteArray &property, const QByteArray &value,
                                const QByteArray &written)
{
    const QByteArray known = m_values.value(property);
    const bool isNew = !value.isNull() && value != known;
    if (isNew)
        m_values[property] = value;
    if (isNew || m_values.value(property) != written)
        tellValues({property});
}

// ---- reading

std::optional<Error> ObjectReplica::readDescription(QByteArrayView description)
{
    if (!m_encodedDescription.isNull() && description == m_encodedDescription)
        return std::nullopt;
    QVariantMap members;
    Decoder decoder(description);
    if (!codecFor<QVariantMap>().decode(decoder, &members) || !decoder.finish())
        return Error(ErrorCode::ProtocolError, decoder.error());
    QList<QByteArray> properties;
    const QVariantList list = members.value(QStringLiteral("properties")).toList();
    for (const QVariant &property : list)
        properties.append(property.toMap().value(QStringLiteral("name")).toString().toUtf8());
    m_encodedDescription = description.toByteArray();
    m_description = std::move(members);
    m_properties = std::move(properties);
    return std::nullopt;
}

std::optional<Error> ObjectReplica::readValues(QByteArrayView values,
                                               QHash<QByteArray, QByteArray> &into) const
{
    Decoder decoder(values);
    quint32 count = 0;
    if (!decoder.enterMap(count))
        return Error(ErrorCode::ProtocolError, decoder.error());
    for (quint32 i = 0; i < count; ++i) {
        quint64 number = 0;
        if (!decoder.readUInt(number, std::numeric_limits<quint32>::max(), "property number"))
            return Error(ErrorCode::ProtocolError, decoder.error());
        const qsizetype begin = decoder.offset();
        if (!decoder.skip())
            return Error(ErrorCode::ProtocolError, decoder.error());
        if (number < quint64(m_properties.size())) // others come from a later version
            into.insert(m_properties[qsizetype(number)],
                        values.sliced(begin, decoder.offset() - begin).toByteArray());
    }
    return std::nullopt;
}

} // namespace heliograph
