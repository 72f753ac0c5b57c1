// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/subscriptions.h"

#include <vector>

namespace heliograph {

namespace {

std::optional<Error> whyNotAsked(const QByteArray &name)
{
    if (name.size() <= longestName)
        return std::nullopt;
    return Error(
        ErrorCode::UnknownName,
        QStringLiteral("A name of %1 bytes, expected at most %2.").arg(name.size()).arg(longestName));
}

} // namespace

// ---- wishes

quint64 Subscriptions::connect(const QByteArray &name, std::unique_ptr<EventReceiver> receiver)
{
    std::shared_ptr<SignalSubscription> &known = m_signals[name];
    if (!known)
        known = std::make_shared<SignalSubscription>(name);
    const std::shared_ptr<SignalSubscription> subscription = known;
    const quint64 connection = ++m_lastConnection;
    subscription->add(connection, std::move(receiver));
    if (subscription->id == 0)
        request(*subscription);
    return connection;
}

void Subscriptions::check(const QByteArray &name)
{
    const auto found = m_signals.find(name);
    if (found == m_signals.end())
        return;
    const std::optional<Error> unsendable = whyNotAsked(name);
    if (const std::optional<Error> error = unsendable ? unsendable : found->second->checkNewest();
        error && m_owner)
        m_owner->signalFailed(name, *error);
}

bool Subscriptions::disconnect(quint64 connection)
{
    SignalSubscription::Removed removed; // let go of last: receivers may hold anything
    for (const auto &[name, subscription] : m_signals) {
        removed = subscription->remove(connection);
        if (removed.empty())
            continue;
        dropUnused(QByteArray(name));
        return true;
    }
    return false;
}

qsizetype Subscriptions::disconnect(const QByteArray &name, const QObject *receiver)
{
    SignalSubscription::Removed removed;
    QList<QByteArray> names;
    for (const auto &[known, subscription] : m_signals) {
        if (!name.isEmpty() && known != name)
            continue;
        for (std::shared_ptr<void> &connection : subscription->remove(receiver))
            removed.push_back(std::move(connection));
        names.append(known);
    }
    for (const QByteArray &touched : std::as_const(names))
        dropUnused(touched);
    return qsizetype(removed.size());
}

void Subscriptions::dropUnused(const QByteArray &name)
{
    const auto found = m_signals.find(name);
    if (found == m_signals.end() || !found->second->isUnused())
        return;
    const quint64 id = found->second->id;
    m_signals.erase(found);
    m_signalIds.erase(id);
    release(id);
}

std::shared_ptr<ObjectReplica> Subscriptions::acquire(const QByteArray &name)
{
    if (std::shared_ptr<ObjectReplica> known = m_objects[name].lock())
        return known;
    auto replica = std::make_shared<ObjectReplica>(name);
    m_objects[name] = replica;
    if (const std::optional<Error> unsendable = whyNotAsked(name))
        replica->withdraw(*unsendable); // for good, so that nobody need be told later
    else
        request(*replica);
    return replica;
}

void Subscriptions::released(const std::shared_ptr<ObjectReplica> &replica)
{
    const auto found = m_objects.find(replica->name());
    // The last listener may leave while the replica tells it something, and somebody else may have come since.
    if (replica->hasListeners() || found == m_objects.end() || found->second.lock() != replica)
        return;
    m_objects.erase(found);
    m_objectIds.erase(replica->id);
    release(replica->id);
}

// ---- sessions

void Subscriptions::begin(const std::shared_ptr<Session> &session)
{
    m_session = session;
    for (const auto &[name, subscription] : m_signals)
        request(*subscription);
    for (const auto &[name, weak] : m_objects) {
        if (const std::shared_ptr<ObjectReplica> replica = weak.lock())
            request(*replica);
    }
}

void Subscriptions::end(const Error &reason)
{
    const std::shared_ptr<Subscriptions> self = shared_from_this();
    m_session.reset();
    m_lastId = 0;
    m_signalIds.clear();
    m_objectIds.clear();
    for (const auto &[name, subscription] : m_signals)
        subscription->id = 0;
    std::vector<std::shared_ptr<ObjectReplica>> replicas;
    for (const auto &[name, weak] : m_objects) {
        std::shared_ptr<ObjectReplica> replica = weak.lock();
        if (replica && !whyNotAsked(name))
            replicas.push_back(std::move(replica));
    }
    for (const std::shared_ptr<ObjectReplica> &replica : replicas)
        replica->id = 0;
    for (const std::shared_ptr<ObjectReplica> &replica : replicas)
        replica->lose(reason);
}

void Subscriptions::detach()
{
    m_owner = nullptr;
}

void Subscriptions::request(SignalSubscription &subscription)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session || whyNotAsked(subscription.name()))
        return;
    subscription.begin();
    subscription.id = ++m_lastId;
    m_signalIds[subscription.id] = m_signals[subscription.name()];
    session->subscribe(subscription.id, subscription.name());
}

void Subscriptions::request(ObjectReplica &replica)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session || whyNotAsked(replica.name()))
        return;
    replica.id = ++m_lastId;
    m_objectIds[replica.id] = replica.weak_from_this();
    session->acquire(replica.id, replica.name());
}

void Subscriptions::release(quint64 id)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (session && id != 0)
        session->release(id);
}

// ---- what comes

std::shared_ptr<SignalSubscription> Subscriptions::signalOf(quint64 id) const
{
    const auto found = m_signalIds.find(id);
    return found == m_signalIds.end() ? nullptr : found->second;
}

std::shared_ptr<ObjectReplica> Subscriptions::objectOf(quint64 id) const
{
    const auto found = m_objectIds.find(id);
    return found == m_objectIds.end() ? nullptr : found->second.lock();
}

void Subscriptions::handleStatus(const Status &status)
{
    const std::shared_ptr<Subscriptions> self = shared_from_this();
    const Error error(status.code, QString::fromUtf8(status.text));
    if (const std::shared_ptr<ObjectReplica> replica = objectOf(status.id))
        return replica->withdraw(error);
    const std::shared_ptr<SignalSubscription> subscription = signalOf(status.id);
    if (!subscription || !m_owner)
        return;
    if (status.code != ErrorCode::None) {
        subscription->stop();
        return m_owner->signalFailed(subscription->name(), error);
    }
    for (const Error &misfit : subscription->start(status.text.toByteArray())) {
        if (m_owner)
            m_owner->signalFailed(subscription->name(), misfit);
    }
    if (m_owner)
        m_owner->signalConnected(subscription->name());
}

void Subscriptions::handleEvent(const Event &event)
{
    const std::shared_ptr<SignalSubscription> subscription = signalOf(event.id);
    if (!subscription)
        return; // let go of while the event was under way
    const std::shared_ptr<Subscriptions> self = shared_from_this();
    if (const quint64 lost = subscription->received(event.number); lost > 0 && m_owner)
        m_owner->eventsLost(subscription->name(), lost);
    subscription->handOut(event.payload, [&](const Error &error) {
        if (m_owner)
            m_owner->signalFailed(subscription->name(), error);
    });
}

void Subscriptions::handleLost(const Lost &lost)
{
    const std::shared_ptr<SignalSubscription> subscription = signalOf(lost.id);
    if (!subscription)
        return;
    if (const quint64 count = subscription->lostUpTo(lost.number); count > 0 && m_owner)
        m_owner->eventsLost(subscription->name(), count);
}

void Subscriptions::handleObject(const Object &object)
{
    const std::shared_ptr<ObjectReplica> replica = objectOf(object.id);
    if (!replica)
        return;
    if (const std::optional<Error> error = replica->acquire(object.description, object.payload))
        replica->withdraw(*error);
}

void Subscriptions::handleChanged(const Changed &changed)
{
    const std::shared_ptr<ObjectReplica> replica = objectOf(changed.id);
    if (!replica || replica->state() != ObjectReplica::State::Ready)
        return;
    if (const std::optional<Error> error = replica->change(changed.payload))
        replica->withdraw(*error);
}

} // namespace heliograph
