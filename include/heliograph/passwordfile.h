// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/error.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qhash.h>
#include <QtCore/qstringlist.h>

#include <optional>

namespace heliograph {

/// Who may come with which password: a file with a line "user:hash" for each user, with Argon2id hashes. Empty lines and those
/// that begin with # do not count. A value type; empty, and without anybody in it, when the file could not be read as a whole.
class HELIOGRAPH_EXPORT PasswordFile
{
public:
    /// Nobody.
    PasswordFile();
    ~PasswordFile();
    PasswordFile(const PasswordFile &);
    PasswordFile &operator=(const PasswordFile &);
    PasswordFile(PasswordFile &&) noexcept;
    PasswordFile &operator=(PasswordFile &&) noexcept;

    /// The users in \a path. Refused if the file is open to others than its owner (chmod 600), or they could exchange it in a folder that
    /// leads to it, or it belongs to another user, or a line is not as it should be or has no end, which the error names.
    [[nodiscard]] static PasswordFile load(const QString &path);
    /// Writes all users to \a path, in place of an older file and its comments, with mode 0600. Fails with error(), if there is one:
    /// whom load() could not read is not to be lost.
    [[nodiscard]] std::optional<Error> save(const QString &path) const;
    /// Why load() found nobody: InvalidKey, and in words what was wrong, and where; else ErrorCode::None.
    [[nodiscard]] Error error() const;

    /// The names of all users, sorted.
    [[nodiscard]] QStringList users() const;
    /// Gives \a user, who may be a new one, this \a password: text, or bytes that are UTF-8. A name has no blanks and no colon, and
    /// 255 bytes at most, and so has a password, which may have blanks. Takes about as long as verify(). Fails with error(), if
    /// there is one.
    [[nodiscard]] std::optional<Error> setPassword(const QString &user, QAnyStringView password);
    /// True if \a password, text or bytes that are UTF-8, is that of \a user. Takes some 70 ms and 64 MiB, no less for a user who is
    /// not there, so that nobody learns from it who is; four run at once in a process, others wait for their turn. Throws Error when
    /// there is no memory to find out: Busy. Safe in several threads at once.
    [[nodiscard]] bool verify(const QString &user, QAnyStringView password) const;

private:
    void read(const QString &path);
    void fail(const Error &error);

    QHash<QString, QByteArray> m_hashes; // user -> what crypto_pwhash_str() made
    Error m_error;
};

} // namespace heliograph
