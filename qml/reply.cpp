// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "reply.h"

#include "promises.h"
#include "value.h"

#include <heliograph/error.h>
#include <heliograph/exceptions.h>

#include <utility>

namespace heliograph::qml {

Reply::Reply(Promises &promises, const QString &name, QObject *owner)
    : m_promises(promises), m_name(name), m_hasOwner(owner), m_owner(owner)
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
        succeed(finished.isCanceled() ? QJSValue() : toScript(m_promises.engine(), finished.result()));
    } catch (...) {
        fail(toScript(m_promises.engine(), captureException(std::current_exception())));
    }
}

void Reply::setOwner(QObject *owner)
{
    if (m_endsWithOwner && m_owner)
        disconnect(m_owner, &QObject::destroyed, this, &Reply::abandon);
    m_hasOwner = owner;
    m_owner = owner;
    if (m_endsWithOwner)
        endWithOwner();
    Q_EMIT ownerChanged(owner);
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
    m_endsWithOwner = true;
    if (m_owner)
        connect(m_owner, &QObject::destroyed, this, &Reply::abandon, Qt::UniqueConnection);
}

void Reply::endWith(Reply *call)
{
    if (m_hasOwner || call == this)
        return;
    endUnlessOwnedWith(call->m_owner);
    connect(call, &Reply::ownerChanged, this, &Reply::endUnlessOwnedWith, Qt::UniqueConnection);
    connect(call, &Reply::abandoned, this, &Reply::abandonUnlessOwned, Qt::UniqueConnection);
}

void Reply::succeed(const QJSValue &value)
{
    if (!m_isRunning)
        return;
    m_result = value;
    finish(false, value);
}

void Reply::fail(const QJSValue &error)
{
    if (!m_isRunning)
        return;
    m_error = error;
    finish(true, error);
}

void Reply::cancel()
{
    if (!m_isRunning)
        return;
    m_answer.cancel();
    fail(m_promises.canceled());
}

void Reply::abandon()
{
    // The engine may have ended: it destroys what belongs to scripts, owners among it, when it holds no values any more.
    if (!m_isRunning || !m_call.isObject())
        return;
    m_hasOwner = true;
    m_owner = nullptr;
    m_error = m_promises.canceled();
    const QPointer<Reply> self(this);
    finish(true, m_error);
    if (self)
        Q_EMIT abandoned();
}

void Reply::endUnlessOwnedWith(QObject *other)
{
    if (other)
        connect(other, &QObject::destroyed, this, &Reply::abandonUnlessOwned, Qt::UniqueConnection);
}

void Reply::abandonUnlessOwned()
{
    if (!m_hasOwner)
        abandon();
}

/// Who hears that it has finished may end the engine, and this with it.
void Reply::finish(bool hasFailed, const QJSValue &value)
{
    m_isRunning = false;
    const QJSValue call = std::exchange(m_call, QJSValue()); // from now on scripts keep it, or nobody
    m_promises.settle(call, hasFailed, value);
    Q_EMIT finished();
}

} // namespace heliograph::qml
