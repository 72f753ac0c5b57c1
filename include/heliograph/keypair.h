// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/publickey.h>

#include <memory>
#include <optional>

namespace heliograph {

/// A CURVE key pair: what a server proves by that it is the one its clients mean, or a client that it is who it says. A value
/// type; copies share the memory of the secret half, which is locked, zeroed in the end, and never shown.
class HELIOGRAPH_EXPORT KeyPair
{
public:
    /// No keys.
    KeyPair();
    ~KeyPair();
    KeyPair(const KeyPair &);
    KeyPair &operator=(const KeyPair &);
    KeyPair(KeyPair &&) noexcept;
    KeyPair &operator=(KeyPair &&) noexcept;

    /// New keys, which nobody else has.
    [[nodiscard]] static KeyPair generate();
    /// The keys that save() has written as \a path, or CZMQ, or pyzmq: those in "<path>_secret", whichever of the two
    /// is named. Refused if that file is open to others than its owner, as pyzmq leaves it (chmod 600), or belongs to another user,
    /// or if others could exchange it: all folders and links that lead to it, from "/" on, must belong to this process's user or
    /// root, and nobody else may write to these folders, unless it is one like /tmp.
    [[nodiscard]] static KeyPair load(const QString &path);
    /// Writes two certificate files, in place of older ones: "<path>_secret" with both keys and mode 0600, which never leaves this
    /// machine, and \a path with the public key alone, to be handed on; it must not end with _secret. Nothing changes if either cannot
    /// be written, or others could exchange them, as with load().
    [[nodiscard]] std::optional<Error> save(const QString &path) const;

    /// True when it holds keys.
    [[nodiscard]] bool isValid() const;
    /// True when it holds neither keys nor an error: nobody has asked for any.
    [[nodiscard]] bool isNull() const;
    /// Why there are no keys, though some were asked for: InvalidKey, and in words what was wrong; else ErrorCode::None.
    [[nodiscard]] Error error() const;
    /// The half that others may know; none when there are no keys.
    [[nodiscard]] PublicKey publicKey() const;

private:
    friend class KeyPairSecrets;
    struct Private;
    explicit KeyPair(std::shared_ptr<const Private> shared);

    std::shared_ptr<const Private> d; // null: neither keys nor an error
};

/// Prints the fingerprint of the public key.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const KeyPair &keys);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::KeyPair)
