// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/keypair.h>
#include <heliograph/keystore.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <initializer_list>
#include <memory>
#include <utility>

/// The users' file of a test, in a folder that goes with this.
class UsersFile
{
public:
    using User = std::pair<const heliograph::KeyPair &, const char *>;

    /// Lets in \a users, keys and names, and nobody else any more; false when the file cannot be written.
    [[nodiscard]] bool write(std::initializer_list<User> users) const
    {
        QByteArray text;
        for (const auto &[keys, name] : users)
            text += keys.publicKey().text() + ' ' + name + '\n';
        QFile file(path());
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size()
               && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("users")); }
    /// Those who are let in.
    [[nodiscard]] std::shared_ptr<heliograph::KeyStore> load() const
    {
        return std::make_shared<heliograph::KeyStore>(path());
    }

private:
    QTemporaryDir m_folder;
};
