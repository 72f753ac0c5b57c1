// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>
#include <heliograph/secret.h>

#include <QtCore/qanystringview.h>

#include <memory>

namespace heliograph {

/// What a client shows of itself, to fit its server's Authenticator. A value type; copies share the memory of secrets,
/// which is locked, zeroed in the end, and never shown. Safe in several threads at once.
class HELIOGRAPH_EXPORT Credentials
{
public:
    /// Nothing, on the same host: for authenticate::open().
    Credentials();
    ~Credentials();
    Credentials(const Credentials &);
    Credentials &operator=(const Credentials &);
    Credentials(Credentials &&) noexcept;
    Credentials &operator=(Credentials &&) noexcept;

    /// Nothing, anywhere: everybody on the way reads and changes what is sent, and may be the server. For
    /// authenticate::openInsecurely(), on networks on which all are trusted.
    [[nodiscard]] static Credentials insecurely();
    /// A name without a password: for authenticate::trustedNames().
    [[nodiscard]] static Credentials name(const QString &user);
    /// A name and a \a password, text, or bytes that are UTF-8: for authenticate::plain(). Whoever holds the endpoint gets to see it:
    /// a port of loopback may be any local user's, an ipc path is as safe as its folder. The caller's own copy of it is the
    /// caller's to look after.
    [[nodiscard]] static Credentials plain(const QString &user, QAnyStringView password);
    /// The client's \a own keys, and the \a server's, no other than which is talked to: for authenticate::curve().
    [[nodiscard]] static Credentials curve(const KeyPair &own, const PublicKey &server);
    /// A secret shared with the server: for authenticate::secret(). The keys are worked out from now on.
    [[nodiscard]] static Credentials secret(const Secret &secret);

    /// True when nothing was given, nor said that nothing is to be shown.
    [[nodiscard]] bool isNull() const { return !d; }
    /// What the server is shown.
    [[nodiscard]] Mechanism mechanism() const;
    /// The name given; empty when there is none.
    [[nodiscard]] QString user() const;
    /// Why a client must not connect to \a endpoint ("tcp://host:5555") with these, and what to do about it; nothing if it may. Nothing,
    /// names and passwords are for the same host only, and what cannot be used, such as a key that could not be read, is for none.
    /// Over inproc, where nobody looks at them, only those are allowed that show nothing.
    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const;

private:
    friend class CredentialSecrets;
    struct Private;
    explicit Credentials(std::shared_ptr<const Private> shared);

    std::shared_ptr<const Private> d; // null: nothing to show, and not said to be insecure
};

/// Prints the mechanism and the user's name.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const Credentials &credentials);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::Credentials)
