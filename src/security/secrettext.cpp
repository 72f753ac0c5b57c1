// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/secrettext.h"

#include "security/sodiumready.h"

#include <heliograph/secret.h>

#include <sodium.h>

#include <algorithm>
#include <string_view>

namespace heliograph {

namespace {

// That of RFC 4648, in lower case. It has no 0, 1, 8 or 9, which look like letters.
constexpr std::string_view base32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t generatedSize = 26;
constexpr std::size_t groupSize = 5;
// Says how the keys follow from the rest, so that there can be another way one day.
constexpr std::string_view mark = "hg1-";

bool isMarked(QStringView text)
{
    return text.size() >= qsizetype(mark.size()) && text.startsWith(u"hg", Qt::CaseInsensitive)
           && text[2] >= u'0' && text[2] <= u'9' && text[3] == u'-';
}

SecretText failed(const QString &fault)
{
    return {.fault = fault};
}

SecretText readGenerated(QStringView text)
{
    if (text[2] != QLatin1Char(mark[2])) {
        return failed(QStringLiteral("begins with a mark that this version does not know; expected ")
                      + QLatin1StringView(mark.data(), qsizetype(mark.size())));
    }
    SecretText read{.bytes = SecretBytes(generatedSize), .isGenerated = true};
    std::size_t count = 0;
    for (qsizetype i = qsizetype(mark.size()); i < text.size(); ++i) {
        if (text[i] == u'-' || text[i].isSpace())
            continue;
        const std::size_t digit = base32.find(text[i].toLower().toLatin1());
        if (digit == std::string_view::npos)
            return failed(
                QStringLiteral("has none of the characters a to z and 2 to 7 at position %1").arg(i + 1));
        if (count < generatedSize)
            read.bytes.bytes()[count] = uchar(base32[digit]);
        ++count;
    }
    if (count != generatedSize) {
        return failed(
            QStringLiteral("has %1 characters after the mark, expected %2, as generateSecret() makes them")
                .arg(count)
                .arg(generatedSize));
    }
    return read;
}

// Each character has one byte that does not go on with another.
qsizetype characterCount(QByteArrayView utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (uchar(byte) & 0xc0) != 0x80; });
}

SecretText readPassphrase(QStringView text, int shortest)
{
    SecretText read{.bytes = normalizedUtf8(text)}; // or an accent would count where it is typed by itself
    // Not more than the least: how long a secret is helps to guess it.
    if (characterCount(read.bytes.view()) < shortest) {
        return failed(
            QStringLiteral("has fewer than %1 characters and is easily guessed; use generateSecret()")
                .arg(shortest));
    }
    return read;
}

} // namespace

SecretText readSecretText(const QString &text, int shortest)
{
    const QStringView trimmed = QStringView(text).trimmed();
    if (trimmed.isEmpty())
        return failed(QStringLiteral("is empty"));
    return isMarked(trimmed) ? readGenerated(trimmed) : readPassphrase(trimmed, shortest);
}

// Qt takes characters apart before it joins them, from the end on, in memory that it leaves behind when the text outgrows it.
// So behind the text stand some that become shorter, and make room for the others: outside of ASCII one may become four.
SecretBytes normalizedUtf8(QStringView text)
{
    const auto longer =
        3 * std::count_if(text.begin(), text.end(), [](QChar character) { return character > u'\x7f'; });
    constexpr QStringView shrinking = u"\U0002f800"; // two QChars, of which one is left
    QString copy;                                    // to be wiped, unlike what the caller shares with us
    copy.reserve(text.size() + longer * shrinking.size());
    copy.append(text);
    for (qsizetype i = 0; i < longer; ++i)
        copy.append(shrinking);
    QString normal = copy.normalized(QString::NormalizationForm_C);
    wipe(copy);
    normal.chop(longer);
    QByteArray utf8 = normal.toUtf8();
    wipe(normal);
    SecretBytes bytes(utf8);
    wipe(utf8);
    return bytes;
}

QString generateSecret()
{
    ensureSodium();
    QString text;
    constexpr std::size_t length = mark.size() + generatedSize + generatedSize / groupSize;
    text.reserve(qsizetype(length)); // or growing leaves copies
    text += QLatin1StringView(mark.data(), qsizetype(mark.size()));
    for (std::size_t i = 0; i < generatedSize; ++i) {
        if (i > 0 && i % groupSize == 0 && i + 1 < generatedSize) // the last group has one more
            text += u'-';
        text += QLatin1Char(base32[randombytes_uniform(base32.size())]);
    }
    return text;
}

} // namespace heliograph
