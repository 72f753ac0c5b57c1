// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/channel.h>
#include <heliograph/options.h>

namespace heliograph {

/// The end that looks for a server. It can expose functions and objects too, which the server may then call.
/// Belongs to the thread it lives in, which needs an event loop; see Channel for what other threads may do.
class HELIOGRAPH_EXPORT Client : public Channel, public RegistryOwner
{
    Q_OBJECT
public:
    /// A client with default options, not connected.
    explicit Client(QObject *parent = nullptr);
    /// A client with \a options, not connected.
    explicit Client(const ClientOptions &options, QObject *parent = nullptr);
    /// Tells the server goodbye; pending calls end with an error before this returns.
    ~Client() override;

    /// Looks for a server at \a endpoint (tcp://host:port, ipc://path, inproc://name) until close(), and again
    /// whenever the session is lost. Returns at once, and calls may follow at once. False with error() when the
    /// endpoint is malformed, or none for what the options say of security.
    bool connectToServer(const QString &endpoint);
    /// The other way round: waits at \a endpoint for one server, which connects here with
    /// Server::connectToClient(). False with error() when the endpoint cannot be had.
    bool bind(const QString &endpoint);
    /// Ends the session and stops looking or waiting for a server; see Channel::close().
    void close() override;
    /// Stops looking or waiting for a server, and ends the session gently; see Channel::close().
    void close(std::chrono::milliseconds flushTimeout) override;
    /// Where bind() listens, with `*` in ports replaced by what the system chose.
    [[nodiscard]] QStringList endpoints() const;

    /// Why there is no session: why connectToServer() or bind() returned false, or what errorOccurred() told last; code None while there is
    /// one, and as long as nothing went wrong.
    [[nodiscard]] Error error() const;

Q_SIGNALS:
    /// The server at \a endpoint is not the one that was expected, or does not let this client in: WrongSecret, WrongServerKey, UnknownKey,
    /// WrongPassword, MechanismMismatch, InvalidKey when the own keys cannot be had, or InvalidAddress when the endpoint is then of no use. What it said itself is final: state() is Disconnected,
    /// and calls that waited have failed. From WrongSecret and WrongServerKey a server that hangs up again and again cannot be told: it is looked for further.
    /// So it is after Refused, which a server says that has no room for this client, or has its user already; that is told once.
    void authenticationFailed(const QString &endpoint, const heliograph::Error &reason);
    /// There is no session, for \a reason, which error() keeps: an attempt to reach the server was in vain (ConnectionFailed, NoAnswer,
    /// ConnectionLost, or what authenticationFailed() tells too), it has not answered for a second (NoAnswer, and may still), or a session ended. While
    /// state() is Connecting it is looked for further.
    void errorOccurred(const heliograph::Error &reason);
    /// There is no session, and the server will be looked for again after \a delay, for the \a attempt-th time since the last
    /// session or since connectToServer(). Emitted after disconnected(), and after each attempt in vain.
    void reconnecting(int attempt, std::chrono::milliseconds delay);

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace heliograph
