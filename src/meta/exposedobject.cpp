// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/exposedobject.h"

#include "meta/log.h"
#include "meta/propertyvalue.h"
#include "meta/signalrelay.h"

#include <heliograph/caller.h>

#include <QtCore/qtimer.h>
#include <QtCore/qvarlengtharray.h>

#include <algorithm>

namespace heliograph {

Q_LOGGING_CATEGORY(lcExpose, "heliograph.expose", QtWarningMsg)

namespace {

using Held = QVarLengthArray<std::shared_ptr<ObjectListener>, 4>;

Held hold(const std::vector<std::weak_ptr<ObjectListener>> &listeners)
{
    Held held;
    for (const std::weak_ptr<ObjectListener> &listener : listeners) {
        if (std::shared_ptr<ObjectListener> alive = listener.lock())
            held.append(std::move(alive));
    }
    return held;
}

// True when \a listener was among them. Those that have died go with it.
bool remove(std::vector<std::weak_ptr<ObjectListener>> &listeners, const ObjectListener *listener)
{
    return std::erase_if(listeners,
                         [&](const std::weak_ptr<ObjectListener> &entry) {
                             const std::shared_ptr<ObjectListener> alive = entry.lock();
                             return !alive || alive.get() == listener;
                         })
           > 0;
}

} // namespace

ExposedObject::ExposedObject(QByteArray name, std::shared_ptr<Target> target, Members members)
    : m_name(std::move(name)), m_target(std::move(target)), m_members(std::move(members)),
      m_listeners(m_members.signalList.size()), m_changed(m_members.properties.size())
{
    for (size_t i = 0; i < m_members.signalList.size(); ++i)
        m_meanings[m_members.signalList[i].index].number = i;
    for (size_t i = 0; i < m_members.properties.size(); ++i) {
        if (const int notify = m_members.properties[i].notifyIndex; notify >= 0)
            m_meanings[notify].properties.push_back(i);
    }
}

ExposedObject::~ExposedObject() = default;

bool ExposedObject::inThread(std::function<void()> task) const
{
    if (m_target->place() != Target::Place::Here)
        return m_target->post(std::move(task));
    task();
    return true;
}

// ---- listening

void ExposedObject::addListener(size_t number, const std::shared_ptr<ObjectListener> &listener)
{
    bool isFirst = false;
    {
        const std::lock_guard lock(m_mutex);
        isFirst = m_listeners[number].empty();
        m_listeners[number].push_back(listener);
    }
    QObject *const object = m_target->object();
    if (isFirst && object)
        SignalRelay::of(*object).connectSignal(m_members.signalList[number].index, shared_from_this());
}

void ExposedObject::removeListener(size_t number, const ObjectListener *listener)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!remove(m_listeners[number], listener) || !m_listeners[number].empty())
            return;
    }
    if (QObject *const object = m_target->object())
        SignalRelay::of(*object).disconnectSignal(m_members.signalList[number].index, this);
}

void ExposedObject::addFollower(const std::shared_ptr<ObjectListener> &listener)
{
    {
        const std::lock_guard lock(m_mutex);
        m_followers.push_back(listener);
        if (m_followers.size() > 1)
            return;
    }
    QObject *const object = m_target->object();
    if (!object)
        return;
    SignalRelay &relay = SignalRelay::of(*object);
    for (size_t i = 0; i < m_members.properties.size(); ++i) {
        const Property &property = m_members.properties[i];
        if (property.notifyIndex >= 0)
            relay.connectSignal(property.notifyIndex, shared_from_this());
        else if (!property.isConstant)
            relay.connectProperty(property.index, i, shared_from_this());
    }
}

void ExposedObject::removeFollower(const ObjectListener *listener)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!remove(m_followers, listener) || !m_followers.empty())
            return;
    }
    QObject *const object = m_target->object();
    if (!object)
        return;
    SignalRelay &relay = SignalRelay::of(*object);
    for (const Property &property : m_members.properties) {
        if (property.notifyIndex >= 0)
            relay.disconnectSignal(property.notifyIndex, this);
    }
    relay.disconnectProperties(this);
}

// ---- signals

void ExposedObject::noteSignal(int index, void **argv)
{
    const auto meaning = m_meanings.constFind(index);
    if (meaning == m_meanings.constEnd())
        return;
    for (const size_t property : meaning->properties)
        noteChange(property);
    if (meaning->number)
        tellSignal(*meaning->number, argv);
}

void ExposedObject::tellSignal(size_t number, void **argv)
{
    Held listeners;
    {
        const std::lock_guard lock(m_mutex);
        listeners = hold(m_listeners[number]);
    }
    if (listeners.isEmpty() || m_isWithdrawn.load())
        return;
    settle(); // whoever hears the signal will look at the properties
    detail::ArgumentEncoder buffer;
    Encoder &encoder = buffer.encoder();
    const std::vector<Parameter> &parameters = m_members.signalList[number].parameters;
    encoder.writeArray(quint32(parameters.size()));
    for (size_t i = 0; i < parameters.size(); ++i)
        parameters[i].codec->encode(encoder, argv[i + 1]);
    if (encoder.ok()) {
        for (const std::shared_ptr<ObjectListener> &listener : listeners)
            listener->signalEmitted(*this, number, encoder.data());
    } else {
        qCWarning(lcExpose).noquote() << "an emission of" << m_name + '.' + m_members.signalList[number].name
                                      << "cannot be sent:" << encoder.error();
    }
}

// ---- properties

void ExposedObject::noteChange(size_t number)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_followers.empty() || m_isWithdrawn.load())
            return;
        m_changed[number] = true;
        m_hasChanges.store(true);
        if (std::exchange(m_isScheduled, true))
            return;
    }
    m_target->post([weak = weak_from_this()] {
        if (const std::shared_ptr<ExposedObject> self = weak.lock())
            self->tellChangesInTime();
    });
}

void ExposedObject::tellChangesInTime()
{
    const auto passed =
        std::chrono::steady_clock::now() - m_lastTold.value_or(std::chrono::steady_clock::time_point());
    if (!m_lastTold || passed >= m_members.interval)
        return tellChanges();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_members.interval - passed);
    QObject *const object = m_target->object();
    if (!object)
        return;
    auto *const timer = new QTimer(&SignalRelay::of(*object)); // moves with the object into another thread
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, weak = weak_from_this()] {
        timer->deleteLater();
        if (const std::shared_ptr<ExposedObject> self = weak.lock())
            self->tellChanges();
    });
    timer->start(left);
}

void ExposedObject::settle()
{
    if (m_hasChanges.load() && m_members.interval.count() == 0 && m_target->place() == Target::Place::Here)
        tellChanges();
}

void ExposedObject::tellChanges()
{
    std::vector<bool> changed(m_members.properties.size());
    Held followers;
    {
        const std::lock_guard lock(m_mutex);
        m_isScheduled = false;
        if (!m_hasChanges.exchange(false))
            return;
        std::swap(changed, m_changed);
        followers = hold(m_followers);
    }
    QObject *const object = m_target->object();
    if (!object || followers.isEmpty() || m_isWithdrawn.load())
        return;
    m_lastTold = std::chrono::steady_clock::now();
    const QByteArray values = encodeValues(*object, changed);
    for (const std::shared_ptr<ObjectListener> &follower : followers)
        follower->propertiesChanged(*this, values);
}

QByteArray ExposedObject::values() const
{
    QObject *const object = m_target->object();
    return object ? encodeValues(*object, std::vector<bool>(m_members.properties.size(), true))
                  : QByteArray();
}

QByteArray ExposedObject::encodeValues(QObject &object, const std::vector<bool> &wanted) const
{
    Encoder encoder;
    encoder.writeMap(quint32(std::count(wanted.begin(), wanted.end(), true)));
    for (size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i])
            continue;
        encoder.writeUInt(i);
        if (const QString error = encodeProperty(encoder, object, m_members.properties[i]); !error.isNull())
            qCWarning(lcExpose).noquote() << "the value of" << m_name + '.' + m_members.properties[i].name
                                          << "cannot be sent:" << error;
    }
    return encoder.take();
}

} // namespace heliograph
