// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>
#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>

namespace heliograph::qml {

class Promises;

/// What a Call of calls.mjs knows of the answer it waits for. Belongs to the engine: it stays while there is no answer,
/// and then as long as a script holds it.
class Reply : public QObject
{
    Q_OBJECT
    /// What was called.
    Q_PROPERTY(QString name READ name CONSTANT FINAL)
    Q_PROPERTY(bool running READ isRunning NOTIFY finished FINAL)
    Q_PROPERTY(QJSValue result READ result NOTIFY finished FINAL)
    Q_PROPERTY(QJSValue error READ error NOTIFY finished FINAL)
    /// No binding asks for it: the owner's end is not notified.
    Q_PROPERTY(bool orphaned READ isOrphaned NOTIFY abandoned FINAL)
public:
    /// The reply to a call of \a name in the engine of \a promises, made for \a owner, if there is one; waits for fail() or succeed().
    Reply(Promises &promises, const QString &name, QObject *owner);
    ~Reply() override;

    /// The Call that it settles, and keeps until then.
    void setCall(const QJSValue &call) { m_call = call; }
    /// Waits for \a answer.
    void await(const QFuture<QVariant> &answer);

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// What came; undefined before, and when it failed.
    [[nodiscard]] QJSValue result() const { return m_result; }
    /// Why it failed: an Error object; undefined while nothing went wrong.
    [[nodiscard]] QJSValue error() const { return m_error; }

    /// True when the owner that it had is gone: nobody is to be called any more.
    [[nodiscard]] bool isOrphaned() const { return m_hasOwner && !m_owner; }
    /// True when there is, or was, one.
    [[nodiscard]] Q_INVOKABLE bool hasOwner() const { return m_hasOwner; }
    /// Makes it another one's, with which it ends if it ended with the one before; null: nobody's.
    Q_INVOKABLE void setOwner(QObject *owner);
    /// The reply \a call is of a call that this one, a run, makes: gets the same owner; if there is none, as endWith().
    Q_INVOKABLE void adopt(heliograph::qml::Reply *call);
    /// Abandons this with its owner, if it has one.
    Q_INVOKABLE void endWithOwner();
    /// Abandons this with the owner of \a call, unless this has an owner itself.
    Q_INVOKABLE void endWith(heliograph::qml::Reply *call);

    /// Ends it, unless it has ended.
    Q_INVOKABLE void succeed(const QJSValue &value);
    /// As succeed().
    Q_INVOKABLE void fail(const QJSValue &error);
    /// Gives the call up, which the other end is told: it fails with Canceled.
    Q_INVOKABLE void cancel();
    /// Ends it with Canceled, as whose it was is gone: from now on it is orphaned, and calls nobody but runs that wait for it.
    Q_INVOKABLE void abandon();

Q_SIGNALS:
    /// running is false, and result or error is there.
    void finished();
    /// It was abandoned.
    void abandoned();
    /// It is somebody else's: \a owner's, or, if that is null, nobody's.
    void ownerChanged(QObject *owner);

private:
    void abandonUnlessOwned();
    void endUnlessOwnedWith(QObject *other);
    void take(const QFuture<QVariant> &answer);
    void finish(bool hasFailed, const QJSValue &value);

    Promises &m_promises;
    const QString m_name;
    bool m_hasOwner = false;
    QPointer<QObject> m_owner;
    QFuture<QVariant> m_answer;
    QJSValue m_call; // keeps this while it runs
    QJSValue m_result;
    QJSValue m_error;
    bool m_endsWithOwner = false;
    bool m_isRunning = true;
};

} // namespace heliograph::qml
