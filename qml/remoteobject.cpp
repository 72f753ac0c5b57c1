// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remoteobject.h"

#include "declaredmembers.h"
#include "dynamicmembers.h"
#include "log.h"
#include "promises.h"
#include "value.h"

#include <QtQml/qqmlengine.h>
#include <QtQml/qqmlinfo.h>

namespace heliograph::qml {

using Remote = heliograph::RemoteObject;

RemoteObject::RemoteObject(QObject *parent) : QObject(parent) {}

RemoteObject::~RemoteObject()
{
    delete letGo();
}

void RemoteObject::setClient(Client *client)
{
    if (client == m_client)
        return;
    if (m_client)
        m_client->disconnect(this);
    m_client = client;
    if (client) {
        connect(client, &Client::channelChanged, this, &RemoteObject::follow);
        connect(client, &QObject::destroyed, this, &RemoteObject::follow);
    }
    follow();
    Q_EMIT clientChanged();
}

void RemoteObject::setName(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    follow();
    Q_EMIT nameChanged();
}

RemoteObject::State RemoteObject::state() const
{
    static_assert(int(Waiting) == int(Remote::State::Waiting) && int(Ready) == int(Remote::State::Ready)
                  && int(Lost) == int(Remote::State::Lost) && int(Gone) == int(Remote::State::Gone));
    return m_remote ? State(m_remote->state()) : Waiting;
}

QString RemoteObject::error() const
{
    if (!m_remote)
        return QStringLiteral("It has no client yet, or no name.");
    const Error error = m_remote->error();
    if (error.code() == ErrorCode::None && !isReady())
        return QStringLiteral("The other end has not been heard yet.");
    return error.code() == ErrorCode::None ? QString() : error.message();
}

QJSValue RemoteObject::remote()
{
    if (!m_dynamic) {
        QQmlEngine *const engine = qmlEngine(this);
        if (!engine)
            return {};
        m_dynamic = new DynamicMembers(this);
        m_dynamic->follow(m_remote, m_writer);
        m_proxy = Promises::of(*engine).proxyOf(m_dynamic);
    }
    return m_proxy;
}

QJSValue RemoteObject::call(const QString &method, const QVariantList &arguments)
{
    QQmlEngine *const engine = qmlEngine(this);
    if (!engine)
        return {};
    const QString name = m_name + u'.' + method;
    const Error homeless(ErrorCode::NeverSent, name + QStringLiteral(" was called without a client."));
    return Promises::of(*engine).call(this, name,
                                      m_remote ? m_remote->invoke(method, arguments)
                                               : QtFuture::makeExceptionalFuture<QVariant>(homeless));
}

void RemoteObject::componentComplete()
{
    m_isComplete = true;
    m_declared = new DeclaredMembers(this, staticMetaObject);
    connect(m_declared, &DeclaredMembers::written, this, [this](const QString &name, const QVariant &value) {
        if (m_writer)
            m_writer->write(name, value);
    });
    follow();
}

// ---- following

void RemoteObject::follow()
{
    if (!m_isComplete)
        return;
    if (Remote *const old = letGo())
        old->deleteLater(); // what it tells next is not for this any more
    heliograph::Channel *const channel = m_client ? m_client->channelHere() : nullptr;
    if (channel && !m_name.isEmpty()) {
        m_remote = new Remote(channel, m_name);
        m_writer = new PropertyWriter(m_remote);
        connect(m_remote, &Remote::stateChanged, this, &RemoteObject::noteState);
        connect(m_remote, &Remote::valueChanged, this, &RemoteObject::show);
        connect(m_writer, &PropertyWriter::settled, this, &RemoteObject::showTruth);
        connect(m_writer, &PropertyWriter::failed, this, &RemoteObject::noteFailedWrite);
        listen(*channel);
    }
    if (m_dynamic)
        m_dynamic->follow(m_remote, m_writer);
    noteState();
}

Remote *RemoteObject::letGo()
{
    for (const SignalConnection &connection : std::as_const(m_connections))
        connection.disconnect();
    m_connections.clear();
    if (m_remote) {
        m_remote->disconnect(this);
        m_writer->disconnect(this);
    }
    m_writer = nullptr;
    return std::exchange(m_remote, nullptr);
}

void RemoteObject::listen(heliograph::Channel &channel)
{
    const QStringList names = m_declared->signalNames();
    for (const QString &name : names) {
        m_connections.append(channel.connectSignal(QString(m_name + u'.' + name), this,
                                                   [this, name](const EventArguments &arguments) {
                                                       m_declared->emitSignal(name, arguments.values);
                                                   }));
    }
}

void RemoteObject::noteState()
{
    const QPointer self(this); // handlers of the page may change client or name, or end the page
    const QStringList names = isReady() ? m_declared->propertyNames() : QStringList();
    for (const QString &name : names) {
        showTruth(name);
        if (!self)
            return;
    }
    if (isReady())
        warnOfMissing();
    Q_EMIT stateChanged();
}

void RemoteObject::warnOfMissing()
{
    const auto warn = [this](const char *kind, const QStringList &declared, const QStringList &there) {
        for (const QString &name : declared) {
            if (there.contains(name) || m_warnedOf.contains(name))
                continue;
            m_warnedOf.append(name);
            qmlWarning(this)
                << QStringLiteral("%1 has no %2 \"%3\"").arg(m_name, QLatin1StringView(kind), name);
        }
    };
    warn("property", m_declared->propertyNames(), m_remote->propertyNames());
    warn("signal", m_declared->signalNames(), m_remote->signalNames());
}

// ---- values

void RemoteObject::show(const QString &property, const QVariant &value)
{
    if (!m_writer->isBusy(property)) // what was written last is shown until it is known what became of it
        m_declared->setValue(property, value);
}

void RemoteObject::showTruth(const QString &property)
{
    if (m_remote && m_remote->propertyNames().contains(property))
        show(property, m_remote->value(property));
}

void RemoteObject::noteFailedWrite(const QString &property, const Error &reason)
{
    QQmlEngine *const engine = qmlEngine(this);
    if (engine && isSignalConnected(QMetaMethod::fromSignal(&RemoteObject::writeFailed)))
        Q_EMIT writeFailed(property, toScript(*engine, reason));
    else
        qCWarning(lcQml).noquote() << "writing" << QString(m_name + u'.' + property)
                                   << "failed:" << reason.message();
}

} // namespace heliograph::qml
