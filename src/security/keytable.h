// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/publickey.h>

#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qset.h>

namespace heliograph {

class Lines;

/// What stands in the files of a KeyStore, as they were at one time.
class KeyTable
{
public:
    /// Adds the keys in \a file; the first thing that is wrong with any of the files becomes error().
    void addFile(const QString &file);

    /// Makes \a error error(), unless there is one already.
    void fail(const Error &error);

    /// Whose \a key is; empty if it lets nobody in.
    [[nodiscard]] QString user(const PublicKey &key) const;
    [[nodiscard]] Error error() const { return m_error; }
    /// The keys that have a user here, and not the same one in \a newer.
    [[nodiscard]] QList<PublicKey> revokedIn(const KeyTable &newer) const;

    [[nodiscard]] friend bool operator==(const KeyTable &a, const KeyTable &b)
    {
        return a.m_users == b.m_users;
    }

private:
    void addLine(const Lines &lines, const QString &where);

    QHash<QByteArray, QString> m_users;  // key in Z85 -> user
    QHash<QByteArray, QString> m_places; // key in Z85 -> where it stands first
    Error m_error;
};

} // namespace heliograph
