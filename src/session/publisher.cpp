// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/publisher.h"

#include "session/publications.h"

#include <QtCore/qvarlengtharray.h>

namespace heliograph {

Publisher::Publisher(std::shared_ptr<HomeThread> home) : m_home(std::move(home)) {}

Publisher::~Publisher() = default;

template <typename Task>
void Publisher::atHome(Task task)
{
    if (m_home->isHere())
        return task(*this);
    m_home->post([weak = weak_from_this(), task = std::move(task)]() mutable {
        if (const std::shared_ptr<Publisher> self = weak.lock())
            task(*self);
    });
}

// ---- signals

void Publisher::subscribe(Publication &publication, const std::shared_ptr<ExposedObject> &object,
                          size_t number)
{
    publication.object = object;
    publication.number = number;
    Subscribers &subscribers = m_sources[{object, number}];
    subscribers.publications.push_back(&publication);
    if (subscribers.isListening)
        return publication.session->started(publication);
    if (subscribers.publications.size() > 1)
        return;
    object->inThread([self = shared_from_this(), object, number] {
        object->addListener(number, self);
        self->atHome([object, number](Publisher &publisher) { publisher.started(object, number); });
    });
}

void Publisher::started(const std::shared_ptr<ExposedObject> &object, size_t number)
{
    const auto source = m_sources.find({object, number});
    if (source == m_sources.end())
        return; // nobody wants it any more
    source->second.isListening = true;
    for (Publication *publication : source->second.publications)
        publication->session->started(*publication);
}

void Publisher::unsubscribe(const Publication &publication)
{
    const auto source = m_sources.find({publication.object, publication.number});
    if (source == m_sources.end())
        return;
    std::erase(source->second.publications, &publication);
    if (!source->second.publications.empty())
        return;
    const Source ended = source->first;
    m_sources.erase(source);
    ended.first->inThread(
        [self = shared_from_this(), ended] { ended.first->removeListener(ended.second, self.get()); });
}

void Publisher::signalEmitted(ExposedObject &object, size_t number, QByteArrayView arguments)
{
    if (m_home->isHere())
        return handOut(object.shared_from_this(), number, arguments);
    atHome([object = object.shared_from_this(), number, bytes = arguments.toByteArray()](
               Publisher &publisher) { publisher.handOut(object, number, bytes); });
}

void Publisher::handOut(const std::shared_ptr<ExposedObject> &object, size_t number, QByteArrayView arguments)
{
    const std::shared_ptr<Publisher> self = shared_from_this(); // predicates may end what owns this
    refreshIfOwed();
    const auto source = m_sources.find({object, number});
    if (source == m_sources.end())
        return;
    for (Publication *publication : source->second.publications)
        publication->session->sendEvent(*publication, arguments);
}

// ---- properties

void Publisher::acquire(Publication &publication, const std::shared_ptr<ExposedObject> &object)
{
    publication.object = object;
    const bool isFirst = m_followed[object].uses++ == 0;
    read(publication, object, isFirst);
}

void Publisher::readAgain(const Publication &publication)
{
    read(publication, publication.object, false);
}

void Publisher::read(const Publication &publication, const std::shared_ptr<ExposedObject> &object,
                     bool isFirst)
{
    object->inThread(
        [self = shared_from_this(), object, isFirst, id = publication.id, session = publication.weakSession] {
            if (isFirst)
                object->addFollower(self);
            self->atHome([object, id, session, values = object->values()](Publisher &) {
                if (const std::shared_ptr<Publications> alive = session.lock())
                    alive->valuesRead(id, object, values);
            });
        });
}

void Publisher::follow(Publication &publication)
{
    m_followed[publication.object].publications.push_back(&publication);
}

void Publisher::release(const Publication &publication)
{
    const auto followed = m_followed.find(publication.object);
    if (followed == m_followed.end())
        return;
    std::erase(followed->second.publications, &publication);
    if (--followed->second.uses > 0)
        return;
    const std::shared_ptr<ExposedObject> object = followed->first;
    m_followed.erase(followed);
    object->inThread([self = shared_from_this(), object] { object->removeFollower(self.get()); });
}

void Publisher::propertiesChanged(ExposedObject &object, QByteArrayView values)
{
    if (m_home->isHere())
        return handOutChanges(object.shared_from_this(), values);
    atHome([object = object.shared_from_this(), bytes = values.toByteArray()](Publisher &publisher) {
        publisher.handOutChanges(object, bytes);
    });
}

void Publisher::handOutChanges(const std::shared_ptr<ExposedObject> &object, QByteArrayView values)
{
    const std::shared_ptr<Publisher> self = shared_from_this();
    refreshIfOwed();
    const auto followed = m_followed.find(object);
    if (followed == m_followed.end())
        return;
    // Whoever has dropped a change has all properties read, whose getters may end any of these.
    QVarLengthArray<std::pair<std::weak_ptr<Publications>, quint64>, 4> told;
    for (const Publication *publication : followed->second.publications)
        told.append({publication->weakSession, publication->id});
    for (const auto &[session, id] : told) {
        if (const std::shared_ptr<Publications> alive = session.lock())
            alive->valuesChanged(id, object, values);
    }
}

// ---- the table

void Publisher::tableChanged()
{
    // Not even at home at once: what changes in one turn is looked at together.
    if (m_isRefreshPosted.exchange(true))
        return;
    m_home->post([weak = weak_from_this()] {
        if (const std::shared_ptr<Publisher> self = weak.lock())
            self->refresh();
    });
}

/// Before anything is told: who lost a permission in this turn must not hear of it.
void Publisher::refreshIfOwed()
{
    if (m_isRefreshPosted.load())
        refresh();
}

void Publisher::refresh()
{
    m_isRefreshPosted.exchange(false);                 // which also reads what tableChanged() was told of
    std::vector<std::weak_ptr<Publications>> sessions; // whatever predicates do may end some
    for (Publications *const session : m_sessions)
        sessions.push_back(session->weak_from_this());
    for (const auto step : {&Publications::endGone, &Publications::beginNew}) {
        for (const std::weak_ptr<Publications> &session : sessions) {
            if (const std::shared_ptr<Publications> alive = session.lock())
                (*alive.*step)();
        }
    }
}

} // namespace heliograph
