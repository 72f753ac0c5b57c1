// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "dynamicmembers.h"

#include "probe.h"
#include "remoteobject.h"
#include "value.h"

#include <QtQml/qqmlengine.h>

namespace heliograph::qml {

DynamicMembers::DynamicMembers(RemoteObject *element) : QObject(element), m_element(*element)
{
    QJSEngine::setObjectOwnership(&m_values, QJSEngine::CppOwnership);
}

DynamicMembers::~DynamicMembers() = default;

void DynamicMembers::follow(heliograph::RemoteObject *remote)
{
    if (m_remote)
        m_remote->disconnect(this);
    m_remote = remote;
    if (!remote)
        return;
    Q_EMIT membersChanged();
    connect(remote, &heliograph::RemoteObject::valueChanged, this,
            [this](const QString &name, const QVariant &value) {
                m_values.insert(u'.' + name, forScript(value));
            });
}

void DynamicMembers::takeAll()
{
    const QPointer self(this);
    const QPointer remote = m_remote;
    const QStringList names = remote ? remote->propertyNames() : QStringList();
    Q_EMIT membersChanged();
    for (const QString &name : names) {
        m_values.insert(u'.' + name, forScript(remote->value(name)));
        if (!self || !remote || m_remote != remote)
            return; // who changed that has seen to the rest
    }
    Q_EMIT knownChanged();
}

void DynamicMembers::forgetValues()
{
    const QPointer self(this);
    const QPointer remote = m_remote;
    const QStringList names = m_values.keys();
    for (const QString &name : names) {
        m_values.clear(name);
        if (!self || m_remote != remote)
            return;
    }
}

bool DynamicMembers::isKnown() const
{
    return m_remote && !m_remote->description().isEmpty();
}

bool DynamicMembers::hasMethod(const QString &name) const
{
    return m_remote && m_remote->methodNames().contains(name);
}

bool DynamicMembers::hasProperty(const QString &name) const
{
    return m_remote && m_remote->propertyNames().contains(name);
}

bool DynamicMembers::has(const QString &name) const
{
    return hasProperty(name) || hasMethod(name);
}

QJSValue DynamicMembers::call(const QString &method, const QVariantList &arguments)
{
    return m_element.call(method, arguments);
}

void DynamicMembers::write(const QString &property, const QVariant &value)
{
    m_element.write(property, fromScript(value));
}

QJSValue DynamicMembers::probe()
{
    return qmlEngine(&m_element)->newQObject(new Probe);
}

} // namespace heliograph::qml
