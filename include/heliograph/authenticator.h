// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/keypair.h>
#include <heliograph/mechanism.h>
#include <heliograph/password.h>

#include <QtCore/qlist.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace heliograph {

/// What a client shows of itself. A value; copies share the password.
struct Attempt
{
    Mechanism mechanism = Mechanism::Null;
    /// Where it comes from: a numeric IP address without port; empty for ipc and inproc.
    QString address = {};
    /// By what it is told apart from others who come, so that one of them does not take the room of all: the process of an ipc
    /// client, else its address; empty when nothing is known. Not for deciding whether it may come in.
    QString origin = {};
    /// True only where that is known for sure: over ipc, inproc, and from this host's own addresses 127.x.x.x and ::1. Who comes from
    /// anywhere else, or from an address that cannot be read or is missing, is not local.
    bool isLocal = false;
    /// Whom it says it is, with Mechanism::Plain; in Unicode's form C, and otherwise unchecked.
    QString user = {};
    /// What it says to show that, with Mechanism::Plain.
    Password password = {};
    /// The key that it has proved to own, with Mechanism::Curve.
    PublicKey key = {};
};

/// Prints all but the password.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const Attempt &attempt);

/// The answer to one Attempt, to be given once, in any thread, at once or later. Without an answer the client is refused when this is
/// destroyed. Belongs to one thread at a time.
class HELIOGRAPH_EXPORT Verdict
{
public:
    /// Who came, which may be empty, or why nobody may.
    using Outcome = std::variant<QString, Error>;

    /// \a told is called once, in the thread that answers; it returns soon and throws nothing. Whoever asks may make \a abandoned true,
    /// in any thread, when nobody waits for the answer any more.
    explicit Verdict(std::function<void(const Outcome &)> told,
                     std::shared_ptr<const std::atomic<bool>> abandoned = nullptr);
    ~Verdict();
    Verdict(Verdict &&other) noexcept;
    Verdict &operator=(Verdict &&other) noexcept;
    Q_DISABLE_COPY(Verdict)

    /// Lets the client in, as \a user; empty when it is nobody in particular. Nothing if it is answered already.
    void accept(const QString &user);
    /// Keeps it out; \a reason is for this end's log, the client learns that it is refused and no more. Nothing if it is
    /// answered already.
    void refuse(const Error &reason);
    /// False if it is answered already, or the client has gone: ask before what costs much.
    [[nodiscard]] bool isWanted() const;

private:
    void tell(const Outcome &outcome);

    std::function<void(const Outcome &)> m_told; // until it is answered
    std::shared_ptr<const std::atomic<bool>> m_abandoned;
};

/// Decides who is let in by a server. The namespace authenticate makes those that are needed most; others derive from this. Shared
/// by servers and their threads: all of it is called in any thread, also in several at once, and destroyed in any.
class HELIOGRAPH_EXPORT Authenticator
{
public:
    /// The server's keys, or why there are none.
    using ServerKeys = std::variant<KeyPair, Error>;

    /// For those who derive from it.
    Authenticator();
    virtual ~Authenticator();
    Q_DISABLE_COPY_MOVE(Authenticator)

    /// What clients have to come with.
    [[nodiscard]] virtual Mechanism mechanism() const = 0;
    /// Why a server with this must not bind to \a endpoint ("tcp://*:5555"), and what to do about it; nothing if it may. Who comes over
    /// inproc, from the same process, is never asked about: that is for those who let everybody in.
    [[nodiscard]] virtual std::optional<Error> check(const QString &endpoint) const = 0;
    /// Answers \a attempt by \a verdict, which it may keep to answer later. Must return at once: a thread of Heliograph's waits, on
    /// which all connections of the process depend. Refuses any other mechanism than mechanism().
    virtual void decide(const Attempt &attempt, Verdict verdict) = 0;

    /// True if \a attempt, which was let in as \a user, would be so still. Must return at once. The server asks when a session begins,
    /// after it has made sure of hearing of what is revoked: some time has passed since decide(). Always true unless overridden.
    [[nodiscard]] virtual bool stillHolds(const Attempt &attempt, const QString &user) const;
    /// Has \a told called with keys that are not let in any more, or as another user: who came with one of them has to go. In the
    /// thread that notices, which waits meanwhile, so it should only pass them on. Until the returned handle goes: when its last copy is
    /// destroyed, no call is under way in another thread. Null, and never called, unless overridden.
    [[nodiscard]] virtual std::shared_ptr<void> onRevoked(std::function<void(const QList<PublicKey> &)> told);
    /// Calls \a told once with the keys by which the server proves itself, with Mechanism::Curve: at once, here, or later, in another
    /// thread, also when this is gone. It should only pass them on, and throws nothing. No keys, at once, unless overridden.
    virtual void findServerKeys(std::function<void(const ServerKeys &)> told) const;
};

} // namespace heliograph
