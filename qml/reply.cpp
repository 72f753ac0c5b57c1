// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "reply.h"

#include "log.h"
#include "value.h"

#include <QtQml/qjsengine.h>

namespace heliograph::qml {

Reply::Reply(QJSEngine &engine, const QString &name, QObject *owner)
    : m_engine(engine), m_name(name), m_hasOwner(owner), m_owner(owner), m_self(engine.newQObject(this))
{
}

Reply::~Reply()
{
    if (m_isRunning) // the engine ends
        m_answer.cancel();
}

void Reply::await(const QFuture<QVariant> &answer)
{
    m_answer = answer;
    // Runs where the answer arrives, which is here; at once when there is one. A watcher would cost more than the call.
    m_answer.then([self = QPointer(this)](const QFuture<QVariant> &finished) {
        if (self && self->m_isRunning)
            self->take(finished);
    });
}

void Reply::take(const QFuture<QVariant> &answer)
{
    QFuture<QVariant> finished = answer;
    try {
        finished.waitForFinished(); // has finished: only throws what it holds
        succeed(finished.isCanceled() ? QJSValue() : toScript(m_engine, finished.result()));
    } catch (const Error &error) {
        fail(toScript(m_engine, error));
    } catch (const std::exception &exception) {
        fail(toScript(m_engine, Error(QString::fromLatin1(typeid(exception).name()),
                                      QString::fromUtf8(exception.what()))));
    }
}

void Reply::setOwner(QObject *owner)
{
    m_hasOwner = owner;
    m_owner = owner;
}

void Reply::adopt(Reply *call)
{
    if (m_hasOwner) {
        call->m_hasOwner = true;
        call->m_owner = m_owner;
    }
    endWith(call);
}

void Reply::endWithOwner()
{
    if (m_owner)
        connect(m_owner, &QObject::destroyed, this, &Reply::abandon);
}

void Reply::endWith(Reply *call)
{
    if (m_hasOwner || call == this)
        return;
    if (call->m_owner)
        connect(call->m_owner, &QObject::destroyed, this, &Reply::abandon, Qt::UniqueConnection);
    connect(call, &Reply::abandoned, this, &Reply::abandon, Qt::UniqueConnection);
}

void Reply::settle(const QJSValue &resolve, const QJSValue &reject)
{
    m_isHandled = true;
    m_resolve = resolve;
    m_reject = reject;
    if (!m_isRunning)
        tellPromise();
}

void Reply::succeed(const QJSValue &value)
{
    if (!m_isRunning)
        return;
    m_result = value;
    (void)finish();
}

void Reply::fail(const QJSValue &error)
{
    if (!m_isRunning)
        return;
    m_error = error;
    m_hasFailed = true;
    const QJSValue self = m_self;
    if (finish())
        logUnhandled(self, false);
}

void Reply::cancel()
{
    if (!m_isRunning)
        return;
    m_isHandled = true; // by whoever does not want it any more
    m_answer.cancel();
    fail(toScript(m_engine, Error(ErrorCode::Canceled)));
}

void Reply::abandon()
{
    if (!m_isRunning)
        return;
    m_hasOwner = true;
    m_owner = nullptr;
    m_resolve = QJSValue();
    m_reject = QJSValue();
    if (finish())
        Q_EMIT abandoned();
}

/// False when the engine ended meanwhile, and this with it.
bool Reply::finish()
{
    const QPointer<Reply> self(this);
    m_isRunning = false;
    tellPromise();
    if (self)
        Q_EMIT finished();
    if (self)
        m_self = QJSValue(); // from now on scripts keep it, or nobody
    return self;
}

void Reply::tellPromise()
{
    if (m_resolve.isUndefined())
        return; // nobody has asked for one yet
    const QJSValue resolve = std::exchange(m_resolve, QJSValue());
    const QJSValue reject = std::exchange(m_reject, QJSValue());
    if (m_hasFailed)
        reject.call({m_error});
    else
        resolve.call({m_result});
}

// Until the end of this turn somebody may come and ask; promises that were told of it ask in the next one. \a self keeps this.
void Reply::logUnhandled(const QJSValue &self, bool isNextTurn)
{
    QMetaObject::invokeMethod(
        this,
        [this, self, isNextTurn] {
            if (m_isHandled || isOrphaned())
                return;
            if (isNextTurn)
                qCWarning(lcQml).noquote() << m_name << "failed, and nobody handles it:" << textOf(m_error);
            else
                logUnhandled(self, true);
        },
        Qt::QueuedConnection);
}

} // namespace heliograph::qml
