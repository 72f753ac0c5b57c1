// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/publications.h"

#include "session/namedifference.h"
#include "session/signalchoice.h"

#include <vector>

namespace heliograph {

Publications::Publications(std::weak_ptr<Session> session, std::shared_ptr<const ObjectLookup> lookup,
                           std::shared_ptr<Publisher> publisher, int limit)
    : m_session(std::move(session)), m_lookup(std::move(lookup)), m_publisher(std::move(publisher)),
      m_limit(size_t(limit))
{
    m_publisher->add(this);
}

Publications::~Publications()
{
    m_publisher->remove(this);
    for (auto &[id, publication] : m_publications)
        end(publication);
}

// ---- what the peer asks for

void Publications::handleSubscribe(const Subscribe &subscribe)
{
    const bool isNames = subscribe.name == namesSignal;
    add(subscribe.id, isNames ? Publication::Kind::Names : Publication::Kind::Signal, subscribe.name);
}

void Publications::handleAcquire(const Acquire &acquire)
{
    add(acquire.id, Publication::Kind::Object, acquire.name);
}

void Publications::add(quint64 id, Publication::Kind kind, QByteArrayView name)
{
    const std::shared_ptr<Publications> self = shared_from_this();
    m_lookup->update();
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session)
        return;
    if (m_publications.contains(id)) {
        const QByteArray reason = "Subscription id " + QByteArray::number(id) + " is in use.";
        return session->answerSubscription(id, ErrorCode::ProtocolError, reason);
    }
    if (m_publications.size() >= m_limit) {
        const QByteArray reason = "At most " + QByteArray::number(m_limit) + " subscriptions are kept.";
        return session->answerSubscription(id, ErrorCode::Busy, reason);
    }
    const auto &[unique, isNew] = m_names.emplace(kind, name.toByteArray());
    if (!isNew) {
        const QByteArray reason = '"' + unique->second + "\" is subscribed to already.";
        return session->answerSubscription(id, ErrorCode::ProtocolError, reason);
    }
    Publication &publication = m_publications[id];
    publication.session = this;
    publication.weakSession = weak_from_this();
    publication.id = id;
    publication.kind = kind;
    publication.name = unique->second;
    if (kind == Publication::Kind::Names)
        sendAllNames(publication);
    else
        resolve(publication, Step::BeginNew);
}

void Publications::handleRelease(quint64 id)
{
    const auto found = m_publications.find(id);
    if (found == m_publications.end())
        return;
    end(found->second);
    m_names.erase({found->second.kind, found->second.name});
    m_publications.erase(found);
}

// ---- what is there for it

void Publications::resolve(Publication &publication, Step step)
{
    if (publication.kind == Publication::Kind::Signal)
        resolveSignal(publication, step);
    else
        resolveObject(publication, step);
}

void Publications::resolveSignal(Publication &publication, Step step)
{
    const SignalChoice choice = chooseSignal(*m_lookup, publication);
    if (choice.signal && choice.signal->object == publication.object
        && choice.signal->number == publication.number)
        return;
    end(publication);
    if (!choice.signal)
        return noteMissing(publication, choice.error);
    publication.isMissing = false;
    publication.types = choice.signal->object->signalList()[choice.signal->number].types();
    if (step == Step::BeginNew)
        m_publisher->subscribe(publication, choice.signal->object, choice.signal->number);
}

void Publications::resolveObject(Publication &publication, Step step)
{
    const SeenObject seen = m_lookup->findObject(publication.name);
    if (seen.object && seen.object == publication.object && seen.description == publication.description)
        return;
    end(publication);
    publication.description = seen.description;
    if (!seen.object)
        return noteMissing(
            publication,
            Error(ErrorCode::UnknownName,
                  QStringLiteral("No object \"%1\" is exposed.").arg(QString::fromUtf8(publication.name))));
    publication.isMissing = false;
    if (step == Step::BeginNew)
        m_publisher->acquire(publication, seen.object);
}

void Publications::end(Publication &publication)
{
    if (!publication.object)
        return;
    if (publication.kind == Publication::Kind::Signal)
        m_publisher->unsubscribe(publication);
    else
        m_publisher->release(publication);
    publication.object.reset();
    publication.isAnnounced = false;
    publication.isFollowing = false;
    publication.isTooLarge = false;
    if (publication.kind == Publication::Kind::Object)
        publication.hasGap = false; // what was lost of a signal is still to be told
}

void Publications::noteMissing(Publication &publication, const Error &reason)
{
    publication.types.reset();
    if (!std::exchange(publication.isMissing, true))
        refuse(publication, reason.code(), reason.message());
}

void Publications::refuse(Publication &publication, ErrorCode code, const QString &reason)
{
    tell(publication, code, reason.toUtf8());
}

/// Whoever asks for what there is can do so without end. What becomes of it later is of our own making.
void Publications::tell(Publication &publication, ErrorCode code, QByteArrayView text)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session)
        return;
    if (std::exchange(publication.isAnswered, true))
        session->sendStatus(publication.id, code, text);
    else
        session->answerSubscription(publication.id, code, text);
}

void Publications::started(Publication &publication)
{
    if (!std::exchange(publication.isAnnounced, true))
        tell(publication, ErrorCode::None, publication.object->signalList()[publication.number].types());
}

/// \a task may read properties: what their getters do may end any of these, and begin others.
template <typename Task>
void Publications::forEach(Task task)
{
    const std::shared_ptr<Publications> self = shared_from_this();
    std::vector<quint64> ids;
    for (const auto &[id, publication] : m_publications)
        ids.push_back(id);
    for (const quint64 id : ids) {
        if (const auto found = m_publications.find(id); found != m_publications.end())
            task(found->second);
    }
}

void Publications::endGone()
{
    if (m_publications.empty())
        return;
    m_lookup->update();
    forEach([this](Publication &publication) {
        if (publication.kind != Publication::Kind::Names)
            resolve(publication, Step::EndGone);
    });
}

void Publications::beginNew()
{
    if (m_publications.empty())
        return;
    m_lookup->update();
    forEach([this](Publication &publication) {
        if (publication.kind == Publication::Kind::Names)
            sendNames(publication, m_lookup->objectNames(), false);
        else
            resolve(publication, Step::BeginNew);
    });
    peerReads();
}

// ---- what happens to it

void Publications::sendEvent(Publication &publication, QByteArrayView arguments)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session)
        return;
    ++publication.lastEvent;
    if (session->sendEvent(publication.id, publication.lastEvent, arguments))
        return;
    // It is too large for this peer, whom nothing else will tell of it.
    if (publication.kind == Publication::Kind::Names)
        refuse(publication, ErrorCode::TooLarge,
               QStringLiteral("The names of the objects take more than this peer accepts."));
    else
        session->sendLost(publication.id, publication.lastEvent);
}

void Publications::eventDropped(quint64 id)
{
    const auto found = m_publications.find(id);
    if (found != m_publications.end())
        found->second.hasGap = m_hasGaps = true;
}

void Publications::valuesRead(quint64 id, const std::shared_ptr<ExposedObject> &object, QByteArrayView values)
{
    const std::shared_ptr<Session> session = m_session.lock();
    const auto found = m_publications.find(id);
    if (!session || found == m_publications.end() || found->second.object != object || values.isNull())
        return;
    Publication &publication = found->second;
    if (!std::exchange(publication.isFollowing, true))
        m_publisher->follow(publication);
    if (publication.isAnnounced)
        return sendChanges(publication, values);
    publication.isAnnounced = session->sendObject(id, publication.description, values);
    if (publication.isAnnounced)
        publication.isTooLarge = false;
    else
        dropValues(publication, values.size());
}

void Publications::valuesChanged(quint64 id, const std::shared_ptr<ExposedObject> &object,
                                 QByteArrayView values)
{
    const auto found = m_publications.find(id);
    if (found != m_publications.end() && found->second.object == object && found->second.isFollowing)
        sendChanges(found->second, values);
}

void Publications::sendChanges(Publication &publication, QByteArrayView values)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session)
        return;
    if (!publication.isAnnounced && !session->takesNews()) {
        publication.hasGap = m_hasGaps = true;
        return;
    }
    if (!publication.isAnnounced)
        return m_publisher->readAgain(publication); // all of them: maybe they are small enough now
    if (!session->sendChanged(publication.id, values))
        dropValues(publication, values.size());
}

void Publications::dropValues(Publication &publication, qsizetype size)
{
    const std::shared_ptr<Session> session = m_session.lock();
    if (!session->takesNews()) {
        publication.hasGap = m_hasGaps = true;
        return;
    }
    publication.isAnnounced = false;
    if (std::exchange(publication.isTooLarge, true))
        return;
    refuse(publication, ErrorCode::TooLarge,
           QStringLiteral("Properties of \"%1\" take %2 bytes, more than this peer accepts.")
               .arg(QString::fromUtf8(publication.name))
               .arg(size));
}

void Publications::peerReads()
{
    const std::shared_ptr<Session> session = m_session.lock();
    // What was withdrawn in this turn is not told any more; beginNew() comes back to the rest. Predicates are not asked here, where the
    // transport may be telling.
    if (!session || !session->takesNews() || m_publisher->owesRefresh() || !std::exchange(m_hasGaps, false))
        return;
    forEach([this, &session](Publication &publication) {
        if (!std::exchange(publication.hasGap, false))
            return;
        if (publication.kind == Publication::Kind::Names)
            sendAllNames(publication);
        else if (publication.kind == Publication::Kind::Signal)
            session->sendLost(publication.id, publication.lastEvent);
        else if (publication.object)
            m_publisher->readAgain(publication);
    });
}

// ---- which objects there are

void Publications::sendAllNames(Publication &publication)
{
    tell(publication, ErrorCode::None, "QStringList,QStringList");
    publication.names.clear();
    sendNames(publication, m_lookup->objectNames(), true);
}

void Publications::sendNames(Publication &publication, const QByteArrayList &names, bool isWhole)
{
    Encoder encoder;
    encoder.writeArray(2);
    const QByteArrayList added = namesWithout(names, publication.names);
    const QByteArrayList removed = namesWithout(publication.names, names);
    for (const QByteArrayList &list : {added, removed}) {
        encoder.writeArray(quint32(list.size()));
        for (const QByteArray &name : list)
            encoder.writeString(QUtf8StringView(name));
    }
    publication.names = names;
    if (isWhole || !added.isEmpty() || !removed.isEmpty())
        sendEvent(publication, encoder.data());
}

} // namespace heliograph
