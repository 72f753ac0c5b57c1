// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/server.h>

#include <QtCore/qpointer.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmllist.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace heliograph::qml {

/// A heliograph::Server that QML declares, with an Exposed for each object that it exposes. Reasons are Error objects (see value.h).
class Server : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "data")
    /// Where it listens: tcp://127.0.0.1:*, ipc://path, inproc://name. May change at any time.
    Q_PROPERTY(QString url READ url WRITE setUrl NOTIFY urlChanged FINAL)
    /// Whether it listens.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    /// The secret shared with the clients. It reads as an empty text. A new one makes a new server.
    Q_PROPERTY(QString secret READ secret WRITE setSecret NOTIFY secretChanged FINAL)
    /// Whether to believe the names that clients claim. A change makes a new server.
    Q_PROPERTY(bool trustNames READ trustsNames WRITE setTrustNames NOTIFY trustNamesChanged FINAL)
    /// Where it listens, with * replaced by what the system chose; empty when nowhere.
    Q_PROPERTY(QString endpoint READ endpoint NOTIFY endpointChanged FINAL)
    /// How many clients are connected.
    Q_PROPERTY(int clients READ clients NOTIFY clientsChanged FINAL)
    /// Why it does not listen, in words, and as a number; empty and 0 while nothing is wrong.
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)
    Q_PROPERTY(int errorCode READ errorCode NOTIFY errorChanged FINAL)
    Q_PROPERTY(QQmlListProperty<QObject> data READ data CONSTANT FINAL)
public:
    explicit Server(QObject *parent = nullptr);
    ~Server() override;

    [[nodiscard]] QString url() const { return m_url; }
    void setUrl(const QString &url);
    [[nodiscard]] bool isActive() const { return m_isActive; }
    void setActive(bool active);
    [[nodiscard]] QString secret() const { return {}; }
    void setSecret(const QString &secret);
    [[nodiscard]] bool trustsNames() const { return m_options.trustNames; }
    void setTrustNames(bool trust);
    [[nodiscard]] QString endpoint() const;
    [[nodiscard]] int clients() const;
    [[nodiscard]] QString error() const;
    [[nodiscard]] int errorCode() const { return int(m_error.code()); }
    [[nodiscard]] QQmlListProperty<QObject> data() { return {this, &m_data}; }

    /// Says for whom \a domain exists: for whom \a predicate, a function of an object with "user", "address" and "isLocal", returns true. See
    /// Registry::setPredicate(). One that throws is logged, and has said no.
    Q_INVOKABLE void setPredicate(const QString &domain, const QJSValue &predicate);

    /// Where it exposes; nothing before this is complete.
    [[nodiscard]] std::optional<Registry> registry() const
    {
        return m_isComplete ? std::optional(m_shared) : std::nullopt;
    }

    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void urlChanged();
    void activeChanged();
    void secretChanged();
    void trustNamesChanged();
    void endpointChanged();
    void clientsChanged();
    void errorChanged();
    /// The other signals are those of heliograph::Server; \a user is empty for who has no name.
    void clientConnected(const QString &user);
    void clientDisconnected(const QString &user);
    void heartbeatLost(const QString &user);
    void heartbeatRestored(const QString &user);
    void authenticationFailed(const QString &address, const QJSValue &reason);

private:
    // False when a handler has destroyed this.
    [[nodiscard]] bool makeServer();
    [[nodiscard]] bool listenOrClose();
    void follow(heliograph::Server &server);

    QString m_url;
    bool m_isActive = true;
    bool m_isComplete = false;
    size_t m_secretHash = 0; // of its text
    quint64 m_turn = 0;      // of listenOrClose(): handlers may begin another one
    ServerOptions m_options;
    Registry m_shared; // what QML has exposed, whichever server there is
    heliograph::Server *m_server = nullptr;
    Error m_error;
    QList<QObject *> m_data;
};

} // namespace heliograph::qml
