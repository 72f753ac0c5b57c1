// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "promises.h"

#include "log.h"
#include "reply.h"
#include "scriptcodecs.h"
#include "value.h"

#include <heliograph/error.h>

#include <QtCore/qpointer.h>
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
    : QObject(&engine), m_engine(engine), m_makeCall(functionOf("calls", QStringLiteral("makeCall"))),
      m_makeRun(functionOf("calls", QStringLiteral("makeRun"))),
      m_settle(functionOf("calls", QStringLiteral("settle"))),
      m_run(functionOf("calls", QStringLiteral("run"))), m_work(functionOf("calls", QStringLiteral("work"))),
      m_makeProxy(functionOf("remote", QStringLiteral("makeProxy")))
{
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
    functionOf("calls", QStringLiteral("start")).call({engine.newQObject(this)});
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
    auto *const reply = new Reply(*this, name, owner);
    QJSValue call = m_makeCall.call({m_engine.newQObject(reply)});
    reply->setCall(call);
    reply->await(answer);
    return call;
}

QJSValue Promises::run(QObject *owner, const QJSValue &generatorFunction)
{
    auto *const reply = new Reply(*this, QStringLiteral("Heliograph.run()"), owner);
    QJSValue call = m_makeRun.call({m_engine.newQObject(reply)});
    reply->setCall(call);
    m_run.call({generatorFunction, call});
    return call;
}

void Promises::settle(const QJSValue &call, bool hasFailed, const QJSValue &value)
{
    m_settle.call({call, hasFailed, value});
}

// Not by a posted event: where processEvents() is called again and again, as QTest::qWait() does, one that is posted anew by each lets
// all else wait longer and longer.
void Promises::wake()
{
    if (!m_turn.isActive())
        m_turn.start(0, this);
}

void Promises::timerEvent(QTimerEvent *)
{
    m_turn.stop();             // one that is at work would not fire in an event loop that a job runs
    const QPointer self(this); // what is called may end the engine
    const QJSValue hasMore = m_work.call();
    if (hasMore.isError())
        qCCritical(lcQml).noquote() << textOf(hasMore);
    else if (hasMore.toBool() && self)
        wake();
}

QJSValue Promises::proxyOf(QObject *members)
{
    return m_makeProxy.call({m_engine.newQObject(members)});
}

void Promises::failed(const QJSValue &outcome, const QJSValue &error, const QString &complaint)
{
    // Until the end of this turn somebody may come and ask; promises that were told of it ask in the next one.
    const auto later = [this](const auto &function) {
        QMetaObject::invokeMethod(this, function, Qt::QueuedConnection);
    };
    const auto log = [outcome, error, complaint] {
        if (!outcome.property(QStringLiteral("isHandled")).toBool()
            && !isOrphaned(outcome.property(QStringLiteral("reply"))))
            qCWarning(lcQml).noquote() << QString(complaint + u':') << textOf(error);
    };
    later([later, log] { later(log); });
}

QJSValue Promises::canceled() const
{
    return toScript(m_engine, Error(ErrorCode::Canceled));
}

} // namespace heliograph::qml
