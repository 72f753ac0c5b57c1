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

void DynamicMembers::follow(heliograph::RemoteObject *remote, PropertyWriter *writer)
{
    if (m_remote)
        m_remote->disconnect(this);
    m_remote = remote;
    m_writer = writer;
    const QStringList names = m_values.keys();
    for (const QString &name : names)
        m_values.clear(name);
    if (remote) {
        connect(remote, &heliograph::RemoteObject::stateChanged, this, &DynamicMembers::takeAll);
        connect(remote, &heliograph::RemoteObject::valueChanged, this,
                [this](const QString &name, const QVariant &value) {
                    m_values.insert(u'.' + name, forScript(value));
                });
    }
    takeAll();
}

void DynamicMembers::takeAll()
{
    const QStringList names = m_remote ? m_remote->propertyNames() : QStringList();
    for (const QString &name : names)
        m_values.insert(u'.' + name, forScript(m_remote->value(name)));
    Q_EMIT knownChanged();
}

bool DynamicMembers::isKnown() const
{
    return m_remote && !m_remote->description().isEmpty();
}

bool DynamicMembers::hasMethod(const QString &name) const
{
    return m_remote && m_remote->methodNames().contains(name);
}

bool DynamicMembers::has(const QString &name) const
{
    return m_remote && (m_remote->propertyNames().contains(name) || m_remote->methodNames().contains(name));
}

QJSValue DynamicMembers::call(const QString &method, const QVariantList &arguments)
{
    return m_element.call(method, arguments);
}

void DynamicMembers::write(const QString &property, const QVariant &value)
{
    if (m_writer)
        m_writer->write(property, fromScript(value));
}

QJSValue DynamicMembers::probe()
{
    return qmlEngine(&m_element)->newQObject(new Probe);
}

} // namespace heliograph::qml
