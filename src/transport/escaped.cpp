// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/escaped.h"

#include <QtCore/qlist.h>

namespace heliograph {

namespace {

constexpr qsizetype longest = 200;

} // namespace

QString escaped(QStringView text)
{
    QString result;
    const QList<uint> characters = text.left(longest).toUcs4();
    for (const uint character : characters) {
        if (character == '"' || character == '\\')
            result += u'\\' + QString(QChar(character));
        else if (QChar::isPrint(character))
            result += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
        else
            result += QStringLiteral("\\u{%1}").arg(character, 0, 16);
    }
    if (text.size() > longest)
        result += u'\u2026';
    return result;
}

} // namespace heliograph
