// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/publickey.h>

#include <QtCore/qlist.h>
#include <QtCore/qobject.h>
#include <QtCore/qstringlist.h>

#include <memory>

namespace heliograph {

/// Whose public keys are let in: one file or several, with a line "key user" for each key, the key as 40 characters of Z85. A user
/// may have many keys, a key only one user. What follows the user, after a blank and a #, is a comment, and so is a line
/// that begins with #, as no key does; empty lines do not count.
///
/// The files are read again within half a second of a change, also when they are replaced, deleted, or appear later, or a link or a
/// folder on the way to them is turned to others. What cannot be read lets nobody in: a line that is not as it should be or has
/// no end, a key that stands there twice, a whole file that is not there, or that others than its owner (this process's user or
/// root) may change, or exchange in any folder that leads to it. Of that errorOccurred() and error() tell; the other lines are in
/// force. So a key that was taken out never stays because of a mistake next to it.
///
/// Belongs to the thread it lives in, whose event loop looks at the files five times a second; let that be one that may wait, if
/// they lie on another machine. While that loop does not run, the keys that were read last stay in force, and nobody is revoked.
/// user() and error() are safe in any thread.
///
/// It must be destroyed in its thread, so whoever shares it lets go of it there. An Authenticator may do so in any thread: it has the
/// store destroyed by the store's event loop. If that has ended for good, the store is never destroyed.
class HELIOGRAPH_EXPORT KeyStore : public QObject
{
    Q_OBJECT
public:
    /// The keys in \a file.
    explicit KeyStore(const QString &file, QObject *parent = nullptr);
    /// The keys in all \a files together.
    explicit KeyStore(const QStringList &files, QObject *parent = nullptr);
    ~KeyStore() override;

    /// The files that are read.
    [[nodiscard]] QStringList files() const;
    /// Whose \a key is; empty for one that is not let in.
    [[nodiscard]] QString user(const PublicKey &key) const;
    /// What is wrong with the files as they were last read, the first thing: InvalidKey, with file and line; else ErrorCode::None.
    [[nodiscard]] Error error() const;

Q_SIGNALS:
    /// What user() says has changed, or error().
    void changed();
    /// These \a keys are not let in any more, or are another user's now: who came with one has to go. Before changed().
    void revoked(const QList<heliograph::PublicKey> &keys);
    /// Something new is wrong with the files; see error(). After changed().
    void errorOccurred(const heliograph::Error &error);

private:
    friend class CurrentKeys;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace heliograph
