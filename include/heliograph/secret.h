// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <memory>

namespace heliograph {

/// A new secret for a server and its clients, to be written down or typed: "hg1-" and 26 letters and digits, which nobody
/// can guess (130 bits). Upper or lower case, dashes and blanks make no difference.
[[nodiscard]] HELIOGRAPH_EXPORT QString generateSecret();

/// What a server and its clients both know, and nobody else: the keys of both follow from it. Whoever has it can play the
/// server and every client. A value type; copies share its memory, which is locked, zeroed in the end, and never shown, and
/// the keys, which therefore take their time (half a second, for a passphrase) only once.
class HELIOGRAPH_EXPORT Secret
{
public:
    /// No secret.
    Secret();
    /// The secret \a text, white space around it not counted: what generateSecret() made, or a passphrase of at least 12
    /// characters, which whoever sees an attempt to connect can try to guess, half a second a guess. The same in another
    /// \a realm gives other keys: that is how secrets of several applications stay apart, or one is changed. The realm is no secret. An empty text
    /// is an error, not the lack of a secret. The caller's own copy of the text is the caller's to look after.
    Secret(const QString &text, const QString &realm = QString());
    /// The same for a passphrase however short it is, only not empty.
    [[nodiscard]] static Secret allowWeak(const QString &text, const QString &realm = QString());
    ~Secret();
    Secret(const Secret &);
    Secret &operator=(const Secret &);
    Secret(Secret &&) noexcept;
    Secret &operator=(Secret &&) noexcept;

    /// True when it holds a secret.
    [[nodiscard]] bool isValid() const;
    /// True when it holds neither a secret nor an error: nobody has asked for one.
    [[nodiscard]] bool isNull() const;
    /// Why there is none, though one was asked for: InvalidKey, and in words what was wrong; else ErrorCode::None.
    [[nodiscard]] Error error() const;

private:
    friend class SecretKeys;
    struct Private;
    explicit Secret(std::shared_ptr<Private> shared);

    std::shared_ptr<Private> d; // null: neither a secret nor an error
};

/// Prints that there is one, and no more.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::Secret)
