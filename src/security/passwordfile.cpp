// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/passwordfile.h>

#include "security/invalidkey.h"
#include "security/keyfile.h"
#include "security/lines.h"
#include "security/newfile.h"
#include "security/passwordbytes.h"
#include "security/passwordhash.h"
#include "security/username.h"

#include <QtCore/qstringbuilder.h>

#include <new>

namespace heliograph {

namespace {

// What is wrong with a line, or else an entry that is not there yet.
std::optional<QString> readLine(QByteArrayView line, QHash<QString, QByteArray> &hashes)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return QStringLiteral("has no colon, expected user:hash");
    const QString user = normalUserName(QString::fromUtf8(line.first(colon)));
    if (const auto fault = userNameFault(user))
        return QStringLiteral("a user's name ") + *fault;
    if (hashes.contains(user))
        return QStringLiteral("a second line of the user ") + user;
    const QByteArray hash = line.sliced(colon + 1).trimmed().toByteArray();
    if (const auto fault = hashFault(hash))
        return QStringLiteral("the hash for the user %1 ").arg(user) + *fault;
    hashes.insert(user, hash);
    return std::nullopt;
}

} // namespace

PasswordFile::PasswordFile() = default;
PasswordFile::~PasswordFile() = default;
PasswordFile::PasswordFile(const PasswordFile &) = default;
PasswordFile &PasswordFile::operator=(const PasswordFile &) = default;
PasswordFile::PasswordFile(PasswordFile &&) noexcept = default;
PasswordFile &PasswordFile::operator=(PasswordFile &&) noexcept = default;

PasswordFile PasswordFile::load(const QString &path)
{
    PasswordFile passwords;
    try {
        passwords.read(path);
    } catch (const std::bad_alloc &) {
        passwords.fail(invalidKey(path, QStringLiteral("needs more memory than there is")));
    }
    return passwords;
}

void PasswordFile::read(const QString &path)
{
    const KeyFile file = readKeyFile(path, KeyFileAccess::Private);
    if (file.error)
        return fail(*file.error);
    Lines lines(file.content.view());
    while (lines.next()) {
        if (lines.line().trimmed().isEmpty() || lines.line().startsWith('#'))
            continue;
        if (const auto fault = lines.isCut() ? cutLine() : readLine(lines.line(), m_hashes))
            return fail(invalidKey(path + u':' + QString::number(lines.number()), *fault));
    }
}

void PasswordFile::fail(const Error &error)
{
    m_hashes.clear();
    m_error = error;
}

std::optional<Error> PasswordFile::save(const QString &path) const
{
    if (m_error.code() != ErrorCode::None)
        return m_error; // or all those would be lost whom load() could not read
    QByteArray text;
    text.reserve(m_hashes.size() * (longestPlainField + nobodysHash.size() + 2)); // or growing leaves copies
    for (const QString &user : users())
        text += user.toUtf8() + ':' + m_hashes.value(user) + '\n';
    const SecretBytes content(text);
    wipe(text);
    NewFile file(path);
    if (auto error = file.write(content, KeyFileAccess::Private))
        return error;
    return file.putInPlace();
}

Error PasswordFile::error() const
{
    return m_error;
}

QStringList PasswordFile::users() const
{
    QStringList names = m_hashes.keys();
    names.sort();
    return names;
}

std::optional<Error> PasswordFile::setPassword(const QString &user, QAnyStringView password)
{
    if (m_error.code() != ErrorCode::None)
        return m_error;
    const QString name = normalUserName(user);
    if (const auto fault = userNameFault(name))
        return Error(ErrorCode::InvalidKey, QStringLiteral("A user's name ") + *fault + u'.');
    const SecretBytes bytes = passwordBytes(password);
    if (auto fault = passwordFault(bytes))
        return fault;
    try {
        m_hashes.insert(name, hashOf(bytes));
    } catch (const Error &error) {
        return error;
    }
    return std::nullopt;
}

bool PasswordFile::verify(const QString &user, QAnyStringView password) const
{
    const auto found = m_hashes.constFind(normalUserName(user));
    const bool isKnown = found != m_hashes.constEnd();
    const SecretBytes bytes = passwordBytes(password);
    const bool isRight = fits(isKnown ? QByteArrayView(*found) : nobodysHash, bytes);
    // Whoever hashed an empty password meant nobody by it.
    return isKnown && !bytes.isEmpty() && isRight;
}

} // namespace heliograph
