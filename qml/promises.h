// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbasictimer.h>
#include <QtCore/qfuture.h>
#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>

class QJSEngine;

namespace heliograph::qml {

/// The half of this module that is written in JavaScript, in one engine, which owns it.
class Promises : public QObject
{
    Q_OBJECT
public:
    /// The one of \a engine.
    [[nodiscard]] static Promises &of(QJSEngine &engine);

    /// A Call (calls.mjs) of the remote \a name that ends as \a answer does. Once \a owner is gone it calls nobody.
    [[nodiscard]] QJSValue call(QObject *owner, const QString &name, const QFuture<QVariant> &answer);
    /// A Call that ends as \a generatorFunction does, which waits for what it yields. Goes no further once \a owner is gone, if there is one.
    [[nodiscard]] QJSValue run(QObject *owner, const QJSValue &generatorFunction);
    /// The proxy (remote.mjs) of \a members, a DynamicMembers.
    [[nodiscard]] QJSValue proxyOf(QObject *members);

    /// Settles \a call, a Call: with \a value, or with that as its error. Who waits for it hears that in the next turn.
    void settle(const QJSValue &call, bool hasFailed, const QJSValue &value);
    [[nodiscard]] QJSEngine &engine() const { return m_engine; }

    // What thenable.mjs asks for.

    /// Has its jobs done in the next turn of the event loop.
    Q_INVOKABLE void wake();
    /// \a outcome has failed: \a complaint and \a error are logged if nobody has asked for it by the end of the next turn.
    Q_INVOKABLE void failed(const QJSValue &outcome, const QJSValue &error, const QString &complaint);
    /// The error Canceled, as an Error object.
    [[nodiscard]] Q_INVOKABLE QJSValue canceled() const;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    explicit Promises(QJSEngine &engine);
    [[nodiscard]] QJSValue functionOf(const char *module, const QString &name);

    QJSEngine &m_engine;
    QBasicTimer m_turn;
    QJSValue m_makeCall;
    QJSValue m_makeRun;
    QJSValue m_settle;
    QJSValue m_run;
    QJSValue m_work;
    QJSValue m_makeProxy;
};

} // namespace heliograph::qml
