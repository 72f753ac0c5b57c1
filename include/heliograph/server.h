// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/channel.h>
#include <heliograph/options.h>

#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

namespace heliograph {

/// The end that clients come to. Belongs to the thread it lives in, which needs an event loop.
class HELIOGRAPH_EXPORT Server : public QObject, public RegistryOwner
{
    Q_OBJECT
public:
    /// A server with default options that listens nowhere yet.
    explicit Server(QObject *parent = nullptr);
    /// A server with \a options that listens nowhere yet.
    explicit Server(const ServerOptions &options, QObject *parent = nullptr);
    /// Tells all clients goodbye.
    ~Server() override;

    /// Listens at \a endpoint: "tcp://127.0.0.1:5555", with `*` for any free port; "ipc:///run/user/1000/x";
    /// "inproc://name". May be called for several. False with error() when it cannot be had, or when who could come there would not be asked who he is:
    /// without a secret or an authenticator a server listens on its own host only. While keys are being worked out, half a second for
    /// a passphrase, who connects waits.
    bool bind(const QString &endpoint);
    /// Listens at all \a endpoints; false as soon as one cannot be had.
    bool bind(const QStringList &endpoints);
    /// The other way round: looks for a client that waits with Client::bind(), again and again until close(). Nobody is asked who he is.
    bool connectToClient(const QString &endpoint);
    /// Where this server listens, with `*` in ports replaced by what the system chose.
    [[nodiscard]] QStringList endpoints() const;
    /// Tells all clients goodbye and stops listening.
    void close();
    /// As close(), but gently, while the event loop runs: no new clients are taken, and each channel is closed with
    /// \a flushTimeout (Channel::close()). closed() tells the end, which another close() or the destruction brings at once.
    void close(std::chrono::milliseconds flushTimeout);

    /// The connected clients. A channel lives until shortly after its clientDisconnected(), or the server's end, whoever its parent is.
    [[nodiscard]] QList<Channel *> channels() const;
    /// The channel of \a user, the newest if there are several, or nullptr.
    [[nodiscard]] Channel *channel(const QString &user) const;

    /// Why bind() or connectToClient() returned false; for expose() see Registry::error().
    [[nodiscard]] Error error() const;

Q_SIGNALS:
    /// Somebody from \a address, an IP address or "process 4711", empty when unknown, was not let in, for \a reason: Refused by the authenticator,
    /// WrongSecret, WrongServerKey, MechanismMismatch, or Busy after too many attempts in vain. Or nobody can be let in any more, as the keys
    /// that the secret stands for could not be worked out (InvalidKey).
    void authenticationFailed(const QString &address, const heliograph::Error &reason);
    /// A client has connected: it can be called.
    void clientConnected(heliograph::Channel *channel);
    /// A client is gone; the channel is deleted when control returns to the event loop.
    void clientDisconnected(heliograph::Channel *channel);
    /// close() is over: nobody is listened to or looked for any more, and every channel is closed.
    void closed();
    /// A client has been silent for too long, and is heard again; see Channel::heartbeatLost().
    void heartbeatLost(heliograph::Channel *channel);
    /// See heartbeatLost().
    void heartbeatRestored(heliograph::Channel *channel);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace heliograph
