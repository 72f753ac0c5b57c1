// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "client.h"
#include "propertywriter.h"

#include <heliograph/remoteobject.h>

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmllist.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

namespace heliograph::qml {

class DeclaredMembers;
class DynamicMembers;

/// An object that the other end of a client exposes. The properties and signals that QML declares in it wire themselves to the remote ones
/// of the same names (see DeclaredMembers). It may be there before its client and its server, and holds across reconnects.
class RemoteObject : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "data")
    Q_PROPERTY(heliograph::qml::Client *client READ client WRITE setClient NOTIFY clientChanged FINAL)
    /// What the other end exposes it as.
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)
    /// True while the values are true.
    Q_PROPERTY(bool ready READ isReady NOTIFY stateChanged FINAL)
    /// Why it is not ready, in words; empty while it is.
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)
    /// Its members by name, declared or not: remote.mean(60), remote.temperature in a binding, remote.target = 5.
    Q_PROPERTY(QJSValue remote READ remote CONSTANT FINAL)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data CONSTANT FINAL)
public:
    /// As heliograph::RemoteObject::State.
    enum State { Waiting, Ready, Lost, Gone };
    Q_ENUM(State)

    explicit RemoteObject(QObject *parent = nullptr);
    ~RemoteObject() override;

    [[nodiscard]] Client *client() const { return m_client; }
    void setClient(Client *client);
    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] State state() const;
    [[nodiscard]] bool isReady() const { return state() == Ready; }
    [[nodiscard]] QString error() const;
    [[nodiscard]] QJSValue remote();
    [[nodiscard]] QQmlListProperty<QObject> data() { return {this, &m_data}; }

    /// Calls \a method, and returns a Call. The options are those of callMethod().
    Q_INVOKABLE QJSValue call(const QString &method, const QVariantList &arguments = {},
                              const QVariantMap &options = {});
    /// Calls \a method and wants no answer, not even an error: that goes to the log of the other end.
    Q_INVOKABLE void notify(const QString &method, const QVariantList &arguments = {},
                            const QVariantMap &options = {});
    /// Writes \a value to the remote \a property, now or soon; see writeFailed().
    void write(const QString &property, const QVariant &value);

    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void clientChanged();
    void nameChanged();
    void stateChanged();
    void errorChanged();
    /// What was written to \a property did not get there, for \a reason, an Error object; the property shows the true value again, if there is one.
    /// After client or name has changed, of what was on its way: OutcomeUnknown. Logged if nobody is connected.
    void writeFailed(const QString &property, const QJSValue &reason);

private:
    void follow(const QString &oldName);
    heliograph::RemoteObject *letGo();
    [[nodiscard]] bool noteAbandoned(const QString &name, const QStringList &properties);
    void listen(heliograph::Channel &channel);
    void noteState();
    void noteError();
    [[nodiscard]] std::optional<RemoteMethod> methodFor(const QString &name);
    void warnOfMissing();
    void show(const QString &property, const QVariant &value);
    void showTruth(const QString &property);
    void noteFailedWrite(const QString &name, const QString &property, const Error &reason);

    QPointer<Client> m_client;
    QString m_name;
    QList<QObject *> m_data;
    bool m_isComplete = false;
    heliograph::RemoteObject *m_remote = nullptr; // with m_writer as its child
    PropertyWriter *m_writer = nullptr;
    QList<SignalConnection> m_connections;
    DeclaredMembers *m_declared = nullptr;
    DynamicMembers *m_dynamic = nullptr; // once somebody has asked for m_proxy
    QJSValue m_proxy;
    QSet<QString> m_there; // the remote's properties, since it was there
    QStringList m_warnedOf;
    QString m_error; // as was told last
};

} // namespace heliograph::qml
