// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "exposed.h"

#include "scriptcodecs.h"
#include "server.h"

#include <QtCore/qmetaobject.h>
#include <QtQml/qqmlinfo.h>

namespace heliograph::qml {

namespace {

// QML's engine makes a class for each file and for each place where members are declared; only their names tell.
bool isDeclaredInQml(const QMetaObject &meta)
{
    const QByteArrayView name(meta.className());
    return name.contains("_QML_") || name.contains("_QMLTYPE_");
}

// The topmost class that is declared in QML; null when none is.
const QMetaObject *topmostInQml(const QMetaObject *meta)
{
    const QMetaObject *top = nullptr;
    for (; meta && isDeclaredInQml(*meta); meta = meta->superClass())
        top = meta;
    return top;
}

const QMetaObject *classNamed(const QMetaObject *meta, const QString &name)
{
    while (meta && name != QLatin1StringView(meta->className()))
        meta = meta->superClass();
    return meta;
}

} // namespace

Exposed::Exposed(QObject *parent) : QObject(parent)
{
    addScriptCodecs();
}

Exposed::~Exposed()
{
    withdraw();
}

void Exposed::setName(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    exposeAnew();
    Q_EMIT nameChanged();
}

void Exposed::setObject(QObject *object)
{
    if (object == m_object)
        return;
    m_object = object;
    exposeAnew();
    Q_EMIT objectChanged();
}

void Exposed::setWritable(bool writable)
{
    if (writable == m_isWritable)
        return;
    m_isWritable = writable;
    exposeAnew();
    Q_EMIT writableChanged();
}

void Exposed::setDomain(const QString &domain)
{
    if (domain == m_domain)
        return;
    m_domain = domain;
    exposeAnew();
    Q_EMIT domainChanged();
}

void Exposed::setUpTo(const QString &upTo)
{
    if (upTo == m_upTo)
        return;
    m_upTo = upTo;
    exposeAnew();
    Q_EMIT upToChanged();
}

void Exposed::componentComplete()
{
    m_isComplete = true;
    if (const auto *const server = qobject_cast<Server *>(parent()); server && !m_registry)
        m_registry = server->registry(); // made later than its server
    exposeAnew();
}

void Exposed::exposeIn(const std::optional<Registry> &registry)
{
    withdraw();
    m_registry = registry;
    exposeAnew();
}

void Exposed::withdraw()
{
    if (m_registry && m_exposed) // else it went with its object, and the name may be another one's
        m_registry->withdraw(m_exposedName);
    m_exposed = nullptr;
}

void Exposed::exposeAnew()
{
    if (!m_isComplete || !m_registry)
        return;
    withdraw();
    if (!m_object || m_name.isEmpty())
        return;
    const QMetaObject *const meta = m_object->metaObject();
    const QMetaObject *const inQml = topmostInQml(meta);
    const QMetaObject *const named = m_upTo.isEmpty() ? nullptr : classNamed(meta, m_upTo);
    if (!m_upTo.isEmpty() && !named)
        qmlWarning(this) << m_name << " is no " << m_upTo << " but a " << meta->className();
    const bool isExposed = m_registry->expose(m_name, m_object.data(),
                                              {.domain = m_domain,
                                               .upTo = named ? named : inQml,
                                               .includeSlots = inQml && !named, // QML's functions are slots
                                               .writableProperties = m_isWritable});
    if (isExposed) {
        m_exposed = m_object;
        m_exposedName = m_name;
        return;
    }
    qmlWarning(this) << m_registry->error().message();
}

} // namespace heliograph::qml
