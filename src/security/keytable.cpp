// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keytable.h"

#include "security/invalidkey.h"
#include "security/keyfile.h"
#include "security/lines.h"
#include "security/username.h"

#include <QtCore/qstringbuilder.h>

#include <algorithm>

namespace heliograph {

namespace {

// Takes the first word off the text.
QByteArrayView takeWord(QByteArrayView &text)
{
    text = text.trimmed();
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; });
    const QByteArrayView word = text.first(end - text.begin());
    text = text.sliced(word.size()).trimmed();
    return word;
}

} // namespace

void KeyTable::addFile(const QString &file)
{
    const KeyFile read = readKeyFile(file, KeyFileAccess::Trusted);
    if (read.error)
        return fail(*read.error);
    Lines lines(read.content.view());
    while (lines.next())
        addLine(lines, file + u':' + QString::number(lines.number()));
}

void KeyTable::addLine(const Lines &lines, const QString &where)
{
    QByteArrayView line = lines.line().trimmed();
    if (line.isEmpty() || line.startsWith('#'))
        return;
    if (lines.isCut())
        return fail(invalidKey(where, cutLine()));
    const PublicKey key = PublicKey::fromText(QUtf8StringView(takeWord(line)));
    if (!key.isValid())
        return fail(Error(ErrorCode::InvalidKey, where + u": " + key.error().message()));
    const QString user = normalUserName(QString::fromUtf8(takeWord(line)));
    if (const auto fault = userNameFault(user))
        return fail(invalidKey(where, QStringLiteral("a user's name ") + *fault));
    if (!line.isEmpty() && !line.startsWith('#')) {
        return fail(
            invalidKey(where, QStringLiteral("something follows the user's name that is no comment, expected "
                                             "\"key user # comment\"")));
    }
    // Not even for the same user: who takes out one of two lines means to take out the key.
    const auto first = m_places.constFind(key.text());
    if (first != m_places.constEnd()) {
        m_users.remove(key.text());
        return fail(invalidKey(
            where, QStringLiteral("this key stands in %1 already, and counts in neither place").arg(*first)));
    }
    m_places.insert(key.text(), where);
    m_users.insert(key.text(), user);
}

QString KeyTable::user(const PublicKey &key) const
{
    return m_users.value(key.text());
}

QList<PublicKey> KeyTable::revokedIn(const KeyTable &newer) const
{
    QList<PublicKey> revoked;
    for (auto entry = m_users.begin(); entry != m_users.end(); ++entry) {
        if (newer.m_users.value(entry.key()) != entry.value())
            revoked.append(PublicKey::fromText(entry.key()));
    }
    return revoked;
}

void KeyTable::fail(const Error &error)
{
    if (m_error.code() == ErrorCode::None)
        m_error = error;
}

} // namespace heliograph
