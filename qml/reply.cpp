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

void Reply::settle(const QJSValue &resolve, const QJSValue &reject)
{
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
    const QJSValue self = m_self;
    if (!finish())
        return;
    // Until the end of this turn somebody may come and ask.
    QMetaObject::invokeMethod(
        this,
        [this, self] {
            if (!m_isHandled && !isOrphaned())
                logUnhandled();
        },
        Qt::QueuedConnection);
}

void Reply::cancel()
{
    if (!m_isRunning)
        return;
    m_isHandled = true; // by whoever does not want it any more
    m_answer.cancel();
    fail(toScript(m_engine, Error(ErrorCode::Canceled)));
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
    if (m_error.isUndefined())
        resolve.call({m_result});
    else
        reject.call({m_error});
}

void Reply::logUnhandled() const
{
    qCWarning(lcQml).noquote() << m_name << "failed, and nobody handles it:" << m_error.toString();
}

} // namespace heliograph::qml
