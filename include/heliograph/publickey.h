// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qbytearray.h>

namespace heliograph {

/// The half of a CURVE key pair that everybody may know, and by which its owner is known. A value type; holds a key, or none,
/// or the reason why there is none.
class HELIOGRAPH_EXPORT PublicKey
{
public:
    /// No key.
    PublicKey();
    ~PublicKey();
    PublicKey(const PublicKey &);
    PublicKey &operator=(const PublicKey &);
    PublicKey(PublicKey &&) noexcept;
    PublicKey &operator=(PublicKey &&) noexcept;

    /// The key that \a text stands for: 40 characters of Z85, as ØMQ's own tools print it; white space around them does not count.
    [[nodiscard]] static PublicKey fromText(QAnyStringView text);
    /// The key in the certificate file \a path, as KeyPair::save() and CZMQ's zcert write it. Refused if others than the
    /// file's owner may change it, or exchange it in its folder, or it belongs to another user, except root.
    [[nodiscard]] static PublicKey load(const QString &path);

    /// True when it holds a key.
    [[nodiscard]] bool isValid() const { return !m_text.isEmpty(); }
    /// True when it holds neither a key nor an error: nobody has asked for one.
    [[nodiscard]] bool isNull() const;
    /// Why there is no key, though one was asked for: InvalidKey, and in words what was wrong; else ErrorCode::None.
    [[nodiscard]] Error error() const;

    /// 40 characters of Z85; empty when there is no key.
    [[nodiscard]] QByteArray text() const { return m_text; }
    /// What two people compare to know that they have the same key, and what stands in logs: 32 hexadecimal digits, in groups
    /// of four. Empty when there is no key.
    [[nodiscard]] QString fingerprint() const;

    /// True when both hold the same key, or nobody has asked for either. What could not be read is like nothing else.
    [[nodiscard]] friend bool operator==(const PublicKey &a, const PublicKey &b)
    {
        return a.m_text == b.m_text && (a.isValid() || (a.isNull() && b.isNull()));
    }

private:
    friend class KeyPair;
    explicit PublicKey(const Error &error);

    QByteArray m_text;
    Error m_error;
};

/// Prints the fingerprint.
HELIOGRAPH_EXPORT QDebug operator<<(QDebug debug, const PublicKey &key);

} // namespace heliograph

Q_DECLARE_METATYPE(heliograph::PublicKey)
