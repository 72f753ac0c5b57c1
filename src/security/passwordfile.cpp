// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/passwordfile.h>

#include "security/invalidkey.h"
#include "security/keyfile.h"
#include "security/lines.h"
#include "security/newfile.h"
#include "security/secrettext.h"
#include "security/sodiumready.h"
#include "security/username.h"

#include <QtCore/qstringbuilder.h>

#include <sodium.h>

#include <array>

namespace heliograph {

namespace {

// What a stranger who tries passwords costs a server, each time. The file is private, and who guesses over the network is
// slowed down otherwise; MODERATE would only help him to 256 MiB and half a second of the server's.
constexpr unsigned long long passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

// What an unknown user's password is compared with. It has no other use.
constexpr const char *nobodysHash =
    "$argon2id$v=19$m=65536,t=2,p=1$KanWN6CjFSeHByo24IM9GA$Js907cb+qGeic2/9M+rCBMPqUspbR302WEG61EhKi8g";

QString normalName(const QString &user)
{
    return user.normalized(QString::NormalizationForm_C);
}

// What is wrong with a line, or else an entry that is not there yet.
std::optional<QString> readLine(QByteArrayView line, QHash<QString, QByteArray> &hashes)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return QStringLiteral("has no colon, expected user:hash");
    const QString user = normalName(QString::fromUtf8(line.first(colon)));
    if (const auto fault = userNameFault(user))
        return QStringLiteral("a user's name ") + *fault;
    if (hashes.contains(user))
        return QStringLiteral("a second line of the user ") + user;
    const QByteArray hash = line.sliced(colon + 1).trimmed().toByteArray();
    const int difference = crypto_pwhash_str_needs_rehash(hash.constData(), passes, memory);
    if (difference < 0)
        return QStringLiteral("no Argon2id hash for the user %1, as PasswordFile::setPassword() makes them")
            .arg(user);
    // It would take another time than for a user who is not there.
    if (difference > 0) {
        return QStringLiteral(
                   "the hash for the user %1 was made with other parameters than PasswordFile::setPassword() "
                   "takes; set the password again")
            .arg(user);
    }
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
    ensureSodium();
    PasswordFile passwords;
    const KeyFile file = readKeyFile(path, KeyFileAccess::Private);
    if (file.error) {
        passwords.m_error = *file.error;
        return passwords;
    }
    Lines lines(file.content.view());
    while (lines.next()) {
        if (lines.line().trimmed().isEmpty() || lines.line().startsWith('#'))
            continue;
        const auto fault = lines.isCut() ? cutLine() : readLine(lines.line(), passwords.m_hashes);
        if (fault) {
            passwords.m_hashes.clear();
            passwords.m_error = invalidKey(path + u':' + QString::number(lines.number()), *fault);
            break;
        }
    }
    return passwords;
}

std::optional<Error> PasswordFile::save(const QString &path) const
{
    QByteArray text;
    for (const QString &user : users())
        text += user.toUtf8() + ':' + m_hashes.value(user) + '\n';
    NewFile file(path);
    if (auto error = file.write(SecretBytes(text), KeyFileAccess::Private))
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

std::optional<Error> PasswordFile::setPassword(const QString &user, const QString &password)
{
    ensureSodium();
    const QString name = normalName(user);
    if (const auto fault = userNameFault(name))
        return Error(ErrorCode::InvalidKey, QStringLiteral("A user's name ") + *fault + u'.');
    const SecretBytes bytes = normalizedUtf8(password);
    if (bytes.isEmpty() || bytes.size() > longestPlainField) {
        return Error(ErrorCode::InvalidKey,
                     QStringLiteral("A password must have between 1 and %1 bytes.").arg(longestPlainField));
    }
    std::array<char, crypto_pwhash_STRBYTES> hash = {};
    if (crypto_pwhash_str(hash.data(), bytes.view().data(), bytes.size(), passes, memory) != 0) {
        return Error(ErrorCode::InvalidKey,
                     QStringLiteral("There is no memory to hash a password, which takes 64 MiB."));
    }
    m_hashes.insert(name, QByteArray(hash.data()));
    return std::nullopt;
}

bool PasswordFile::verify(const QString &user, const QString &password) const
{
    ensureSodium();
    const auto found = m_hashes.constFind(normalName(user));
    const bool isKnown = found != m_hashes.constEnd();
    const SecretBytes bytes = normalizedUtf8(password);
    const char *const given = bytes.isEmpty() ? "" : bytes.view().data();
    const bool fits =
        crypto_pwhash_str_verify(isKnown ? found->constData() : nobodysHash, given, bytes.size()) == 0;
    // Whoever hashed an empty password meant nobody by it.
    return isKnown && !bytes.isEmpty() && fits;
}

} // namespace heliograph
