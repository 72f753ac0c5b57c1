// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "client.h"

#include "methodcall.h"
#include "promises.h"
#include "remoteobject.h"

#include <QtQml/qqmlengine.h>

namespace heliograph::qml {

std::optional<RemoteMethod> Client::method(const QString &name) const
{
    return m_channel ? std::optional(m_channel->method(name)) : std::nullopt;
}

QJSValue Client::call(const QString &name, const QVariantList &arguments, const QVariantMap &options)
{
    QQmlEngine *const engine = qmlEngine(this);
    return engine ? Promises::of(*engine).call(this, name, callMethod(method(name), arguments, options))
                  : QJSValue();
}

void Client::notify(const QString &name, const QVariantList &arguments, const QVariantMap &options)
{
    notifyMethod(method(name), name, arguments, options);
}

QJSValue Client::remote(const QString &name)
{
    RemoteObject *&object = m_remotes[name];
    if (!object) {
        object = new RemoteObject(this);
        QQmlEngine::setContextForObject(object, qmlContext(this));
        object->setClient(this);
        object->setName(name);
        object->componentComplete();
    }
    return object->remote();
}

} // namespace heliograph::qml
