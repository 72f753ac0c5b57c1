// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/client.h>

#include <QtCore/qhash.h>
#include <QtCore/qpointer.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace heliograph::qml {

class RemoteObject;

/// A heliograph::Client that QML declares. Reasons are Error objects (see value.h).
class Client : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    /// Where the server is: tcp://host:port, ipc://path, inproc://name. May change at any time.
    Q_PROPERTY(QString url READ url WRITE setUrl NOTIFY urlChanged FINAL)
    /// Whether the server is looked for.
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    /// The secret shared with the server. It reads as an empty text. A new one makes a new client.
    Q_PROPERTY(QString secret READ secret WRITE setSecret NOTIFY secretChanged FINAL)
    /// What is shown instead of a secret: Heliograph.plain(), Heliograph.curve(), or heliograph::Credentials from C++. New ones make a new client.
    Q_PROPERTY(QVariant credentials READ credentials WRITE setCredentials NOTIFY credentialsChanged FINAL)
    /// The name that this client claims. Another one makes a new client.
    Q_PROPERTY(QString user READ user WRITE setUser NOTIFY userChanged FINAL)
    /// The deadline of calls, in milliseconds.
    Q_PROPERTY(int callTimeout READ callTimeout WRITE setCallTimeout NOTIFY callTimeoutChanged FINAL)
    /// Whether calls that are made while there is no session wait for one, until their deadline; else they fail at once. A change makes a
    /// new client.
    Q_PROPERTY(
        bool waitForSession READ waitsForSession WRITE setWaitForSession NOTIFY waitForSessionChanged FINAL)
    /// The heliograph::Channel that this stands for. C++ may set one of its own: then url, active and what concerns security are of no
    /// interest until it is deleted, which ends the session with Closed, or null is set.
    Q_PROPERTY(QObject *channel READ channel WRITE setChannel NOTIFY channelChanged FINAL)
    Q_PROPERTY(State state READ state NOTIFY stateChanged FINAL)
    /// Why there is no session, in words, and as a number; empty and 0 while nothing is wrong.
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)
    Q_PROPERTY(int errorCode READ errorCode NOTIFY errorChanged FINAL)
    /// Milliseconds there and back, smoothed; -1 while unknown.
    Q_PROPERTY(double roundTripTime READ roundTripTime NOTIFY roundTripTimeChanged FINAL)
public:
    /// As Channel::State.
    enum State { Disconnected, Connecting, Connected, Unresponsive };
    Q_ENUM(State)

    explicit Client(QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] QString url() const { return m_url; }
    void setUrl(const QString &url);
    [[nodiscard]] bool isActive() const { return m_isActive; }
    void setActive(bool active);
    [[nodiscard]] QString secret() const { return {}; }
    void setSecret(const QString &secret);
    [[nodiscard]] QVariant credentials() const { return m_credentials; }
    void setCredentials(const QVariant &credentials);
    [[nodiscard]] QString user() const { return m_options.user; }
    void setUser(const QString &user);
    [[nodiscard]] int callTimeout() const { return int(m_options.callTimeout.count()); }
    void setCallTimeout(int milliseconds);
    [[nodiscard]] bool waitsForSession() const { return m_options.waitForSession; }
    void setWaitForSession(bool wait);
    [[nodiscard]] QObject *channel() const { return m_channel; }
    void setChannel(QObject *channel);
    [[nodiscard]] State state() const;
    [[nodiscard]] QString error() const;
    [[nodiscard]] int errorCode() const { return int(m_error.code()); }
    [[nodiscard]] double roundTripTime() const { return m_channel ? m_channel->roundTripTime() : -1; }

    /// The channel for C++; null before this is complete.
    [[nodiscard]] heliograph::Channel *channelHere() const { return m_channel; }

    /// Calls the remote \a name, and returns a Call. The options are those of callMethod().
    Q_INVOKABLE QJSValue call(const QString &name, const QVariantList &arguments = {},
                              const QVariantMap &options = {});
    /// Calls the remote \a name and wants no answer, not even an error: that goes to the log of the other end.
    Q_INVOKABLE void notify(const QString &name, const QVariantList &arguments = {},
                            const QVariantMap &options = {});
    /// The members of the remote object \a name, by name; the same for the same name (see RemoteObject::remote).
    Q_INVOKABLE QJSValue remote(const QString &name);

    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void urlChanged();
    void activeChanged();
    void secretChanged();
    void credentialsChanged();
    void userChanged();
    void callTimeoutChanged();
    void waitForSessionChanged();
    void channelChanged();
    void stateChanged();
    void errorChanged();
    void roundTripTimeChanged();
    /// The other signals are those of heliograph::Channel and heliograph::Client.
    void connected();
    void disconnected(const QJSValue &reason);
    void heartbeatLost();
    void heartbeatRestored();
    /// The server is looked for again in \a delay milliseconds.
    void reconnecting(int attempt, int delay);
    void authenticationFailed(const QString &endpoint, const QJSValue &reason);
    void errorOccurred(const QJSValue &reason);

private:
    // False when a handler has destroyed this.
    [[nodiscard]] bool makeChannel();
    [[nodiscard]] bool connectOrClose();
    [[nodiscard]] bool setError(const Error &error);
    void exchange(heliograph::Channel &channel, heliograph::Client *own);
    void letGo(heliograph::Channel &old, heliograph::Client *own);
    void follow(heliograph::Channel &channel);
    void followClient(heliograph::Client &client);
    void connectOwn();
    void noteDeath();
    void tellEnd(const Error &reason);
    [[nodiscard]] std::optional<RemoteMethod> method(const QString &name) const;
    [[nodiscard]] QJSValue reasonOf(const Error &error) const;

    QString m_url;
    bool m_isActive = true;
    bool m_isComplete = false;
    bool m_isForeign = false;  // m_channel is C++'s own
    bool m_hasSession = false; // as was told last
    size_t m_secretHash = 0;   // of its text
    QVariant m_credentials;
    ClientOptions m_options;
    quint64 m_turn = 0;                    // of connectOrClose(): handlers may begin another one
    QPointer<heliograph::Client> m_client; // our own, a child of this
    QPointer<heliograph::Channel> m_channel;
    Error m_error;
    QHash<QString, RemoteObject *> m_remotes;
};

} // namespace heliograph::qml
