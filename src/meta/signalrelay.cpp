// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/signalrelay.h"

#include "meta/exposedobject.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qvarlengtharray.h>

#include <algorithm>

namespace heliograph {

namespace {

// The relay's "slots" are numbered like the signals that they are for, behind the methods of QObject.
int slotOf(int signal)
{
    return QObject::staticMetaObject.methodCount() + signal;
}

} // namespace

SignalRelay::SignalRelay(QObject &object) : QObject(&object) {}

SignalRelay &SignalRelay::of(QObject &object)
{
    for (QObject *const child : object.children()) {
        if (auto *const relay = dynamic_cast<SignalRelay *>(child))
            return *relay;
    }
    return *new SignalRelay(object); // the object owns it
}

void SignalRelay::connectSignal(int index, const std::shared_ptr<ExposedObject> &listener)
{
    bool isFirst = false;
    {
        const std::lock_guard lock(m_mutex);
        std::vector<Listener> &listeners = m_listeners[index];
        isFirst = listeners.empty();
        const auto known = std::find_if(listeners.begin(), listeners.end(),
                                        [&](const Listener &l) { return l.key == listener.get(); });
        if (known != listeners.end())
            ++known->uses;
        else
            listeners.push_back({listener, listener.get(), 1});
    }
    if (isFirst)
        QMetaObject::connect(parent(), index, this, slotOf(index), Qt::DirectConnection);
}

void SignalRelay::disconnectSignal(int index, const ExposedObject *listener)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto listeners = m_listeners.find(index);
        if (listeners == m_listeners.end())
            return;
        std::erase_if(*listeners, [&](Listener &l) { return l.key == listener && --l.uses == 0; });
        if (!listeners->empty())
            return;
        m_listeners.remove(index);
    }
    QMetaObject::disconnect(parent(), index, this, slotOf(index));
}

void SignalRelay::connectProperty(int index, size_t number, const std::shared_ptr<ExposedObject> &listener)
{
    QUntypedBindable bindable = parent()->metaObject()->property(index).bindable(parent());
    m_followed.push_back({listener.get(), bindable.addNotifier([number, weak = std::weak_ptr(listener)] {
                              if (const std::shared_ptr<ExposedObject> object = weak.lock())
                                  object->noteChange(number);
                          })});
}

void SignalRelay::disconnectProperties(const ExposedObject *listener)
{
    std::erase_if(m_followed, [&](const Followed &followed) { return followed.key == listener; });
}

int SignalRelay::qt_metacall(QMetaObject::Call call, int id, void **argv)
{
    id = QObject::qt_metacall(call, id, argv);
    if (id < 0 || call != QMetaObject::InvokeMetaMethod)
        return id;
    QVarLengthArray<std::shared_ptr<ExposedObject>, 4> listeners;
    {
        const std::lock_guard lock(m_mutex);
        for (const Listener &listener : m_listeners.value(id)) {
            if (std::shared_ptr<ExposedObject> object = listener.object.lock())
                listeners.append(std::move(object));
        }
    }
    for (const std::shared_ptr<ExposedObject> &listener : listeners)
        listener->noteSignal(id, argv);
    return -1;
}

} // namespace heliograph
