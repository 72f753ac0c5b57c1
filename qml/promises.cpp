// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "promises.h"

#include "log.h"
#include "reply.h"
#include "scriptcodecs.h"
#include "value.h"

#include <heliograph/error.h>

#include <QtQml/qjsengine.h>

namespace heliograph::qml {

namespace {

bool isOrphaned(const QJSValue &reply)
{
    const auto *const object = qobject_cast<Reply *>(reply.toQObject());
    return object && object->isOrphaned();
}

} // namespace

Promises &Promises::of(QJSEngine &engine)
{
    auto *const known = engine.findChild<Promises *>(QString(), Qt::FindDirectChildrenOnly);
    return known ? *known : *new Promises(engine);
}

Promises::Promises(QJSEngine &engine)
    : QObject(&engine), m_engine(engine), m_self(engine.newQObject(this)),
      m_makeCall(functionOf("calls", QStringLiteral("makeCall"))),
      m_run(functionOf("calls", QStringLiteral("run"))),
      m_makeProxy(functionOf("remote", QStringLiteral("makeProxy")))
{
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
    addScriptCodecs();
}

QJSValue Promises::functionOf(const char *module, const QString &name)
{
    const QJSValue loaded =
        m_engine.importModule(QStringLiteral(":/Heliograph/%1.mjs").arg(QLatin1StringView(module)));
    if (loaded.isError())
        qCCritical(lcQml).noquote() << loaded.toString();
    return loaded.property(name);
}

QJSValue Promises::call(QObject *owner, const QString &name, const QFuture<QVariant> &answer)
{
    auto *const reply = new Reply(m_engine, name, owner);
    QJSValue call = m_makeCall.call({reply->object(), m_self});
    reply->await(answer);
    return call;
}

QJSValue Promises::run(QObject *owner, const QJSValue &generatorFunction)
{
    const auto *const reply = new Reply(m_engine, QStringLiteral("Heliograph.run()"), owner);
    return m_run.call({generatorFunction, reply->object(), m_self});
}

QJSValue Promises::proxyOf(QObject *members)
{
    return m_makeProxy.call({m_engine.newQObject(members)});
}

void Promises::failed(const QJSValue &outcome, const QJSValue &error)
{
    logUnhandled(outcome, error, false);
}

QJSValue Promises::canceled() const
{
    return toScript(m_engine, Error(ErrorCode::Canceled));
}

void Promises::logUnhandled(const QJSValue &outcome, const QJSValue &error, bool isNextTurn)
{
    QMetaObject::invokeMethod(
        this,
        [this, outcome, error, isNextTurn] {
            if (outcome.property(QStringLiteral("isHandled")).toBool()
                || isOrphaned(outcome.property(QStringLiteral("reply")))
                || error.property(QStringLiteral("code")).toInt() == int(ErrorCode::Canceled))
                return;
            if (isNextTurn) // Promise.all() and its like ask one turn later than they are told of
                qCWarning(lcQml).noquote() << "an error that nobody handles:" << textOf(error);
            else
                logUnhandled(outcome, error, true);
        },
        Qt::QueuedConnection);
}

} // namespace heliograph::qml
