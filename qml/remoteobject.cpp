// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "remoteobject.h"

#include "declaredmembers.h"
#include "dynamicmembers.h"
#include "log.h"
#include "methodcall.h"
#include "promises.h"
#include "value.h"

#include <QtQml/qqmlengine.h>
#include <QtQml/qqmlinfo.h>

namespace heliograph::qml {

using Remote = heliograph::RemoteObject;

RemoteObject::RemoteObject(QObject *parent) : QObject(parent) {}

RemoteObject::~RemoteObject()
{
    PropertyWriter *const writer = m_writer;
    const std::unique_ptr<Remote> remote(letGo());
    if (writer)
        writer->flush();
}

void RemoteObject::setClient(Client *client)
{
    if (client == m_client)
        return;
    if (m_client)
        m_client->disconnect(this);
    m_client = client;
    if (client) {
        connect(client, &Client::channelChanged, this, [this] { follow(m_name); });
        connect(client, &QObject::destroyed, this, [this] { follow(m_name); });
        connect(client, &Client::stateChanged, this, &RemoteObject::noteError);
    }
    const QPointer self(this);
    follow(m_name);
    if (self)
        Q_EMIT clientChanged();
}

void RemoteObject::setName(const QString &name)
{
    if (name == m_name)
        return;
    const QPointer self(this);
    follow(std::exchange(m_name, name));
    if (self)
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
        return QStringLiteral("It has no client, or no name.");
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
        m_dynamic->follow(m_remote);
        m_dynamic->takeAll();
        m_proxy = Promises::of(*engine).proxyOf(m_dynamic);
    }
    return m_proxy;
}

/// The method \a name, to be called now.
std::optional<RemoteMethod> RemoteObject::methodFor(const QString &name)
{
    if (m_writer)
        m_writer->flush(); // a call does not overtake a write
    return m_remote ? std::optional(m_remote->method(name)) : std::nullopt;
}

QJSValue RemoteObject::call(const QString &method, const QVariantList &arguments, const QVariantMap &options)
{
    QQmlEngine *const engine = qmlEngine(this);
    return engine ? Promises::of(*engine).call(this, m_name + u'.' + method,
                                               callMethod(methodFor(method), arguments, options))
                  : QJSValue();
}

void RemoteObject::notify(const QString &method, const QVariantList &arguments, const QVariantMap &options)
{
    notifyMethod(methodFor(method), m_name + u'.' + method, arguments, options);
}

void RemoteObject::componentComplete()
{
    m_isComplete = true;
    m_declared = new DeclaredMembers(this, staticMetaObject);
    connect(m_declared, &DeclaredMembers::written, this, [this](const QString &name, const QVariant &value) {
        if (m_there.isEmpty() || m_there.contains(name)) // else there was a warning
            write(name, value);
    });
    follow(m_name);
}

// ---- following

void RemoteObject::follow(const QString &oldName)
{
    if (!m_isComplete)
        return;
    const QPointer self(
        this); // here and below handlers of the page may change client or name, or end the page
    if (m_writer)
        m_writer->flush(); // the last values go as far as they get
    if (!self)
        return;
    const QStringList abandoned = m_writer ? m_writer->busyNames() : QStringList();
    if (Remote *const old = letGo())
        old->deleteLater(); // what it tells next is not for this any more
    heliograph::Channel *const channel = m_client ? m_client->channelHere() : nullptr;
    if (channel && !m_name.isEmpty()) {
        m_remote = new Remote(channel, m_name);
        m_writer = new PropertyWriter(m_remote);
        connect(m_remote, &Remote::stateChanged, this, &RemoteObject::noteState);
        connect(m_remote, &Remote::valueChanged, this, &RemoteObject::show);
        connect(m_writer, &PropertyWriter::settled, this, &RemoteObject::showTruth);
        connect(m_writer, &PropertyWriter::failed, this,
                [this](const QString &property, const Error &reason) {
                    noteFailedWrite(m_name, property, reason);
                });
        listen(*channel);
    }
    if (oldName != m_name)
        m_warnedOf.clear();
    if (m_dynamic)
        m_dynamic->follow(m_remote);
    const QPointer remote(m_remote); // while this is followed; who follows another one sees to the rest
    if (m_dynamic && oldName != m_name)
        m_dynamic->forgetValues();
    if (self && noteAbandoned(oldName, abandoned) && m_remote == remote)
        noteState();
}

bool RemoteObject::noteAbandoned(const QString &name, const QStringList &properties)
{
    const QPointer self(this);
    for (const QString &property : properties) {
        noteFailedWrite(name, property,
                        Error(ErrorCode::OutcomeUnknown, QStringLiteral("Client or name has changed.")));
        if (!self)
            return false;
    }
    return true;
}

Remote *RemoteObject::letGo()
{
    for (const SignalConnection &connection : std::as_const(m_connections))
        connection.disconnect();
    m_connections.clear();
    if (m_dynamic)
        m_dynamic->follow(nullptr);
    if (m_remote) {
        m_remote->disconnect(this);
        m_writer->disconnect(this);
    }
    m_there.clear();
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
    const QPointer remote(m_remote);
    if (isReady()) {
        const QStringList there = m_remote->propertyNames();
        m_there = QSet<QString>(there.begin(), there.end());
    }
    const QStringList names = isReady() ? m_declared->propertyNames() : QStringList();
    for (const QString &name : names) {
        showTruth(name);
        if (!self || m_remote != remote)
            return; // who changed that has told the state
    }
    if (m_dynamic)
        m_dynamic->takeAll();
    if (!self || m_remote != remote)
        return;
    if (isReady())
        warnOfMissing();
    Q_EMIT stateChanged();
    if (self)
        noteError();
}

void RemoteObject::noteError()
{
    if (const QString now = error(); std::exchange(m_error, now) != now)
        Q_EMIT errorChanged();
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
    if (m_remote && m_there.contains(property))
        show(property, m_remote->value(property));
}

void RemoteObject::write(const QString &property, const QVariant &value)
{
    if (m_writer)
        m_writer->write(property, value);
    else
        noteFailedWrite(m_name, property,
                        Error(ErrorCode::NeverSent, QStringLiteral("There is no client, or no name.")));
}

void RemoteObject::noteFailedWrite(const QString &name, const QString &property, const Error &reason)
{
    QQmlEngine *const engine = qmlEngine(this);
    if (engine && isSignalConnected(QMetaMethod::fromSignal(&RemoteObject::writeFailed)))
        Q_EMIT writeFailed(property, toScript(*engine, reason));
    else
        qCWarning(lcQml).noquote() << "writing" << QString(name + u'.' + property)
                                   << "failed:" << reason.message();
}

} // namespace heliograph::qml
