// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/username.h"

#include <QtCore/qlist.h>

#include <algorithm>

namespace heliograph {

std::optional<QString> userNameFault(const QString &name)
{
    if (name.isEmpty())
        return QStringLiteral("must not be empty");
    if (name.toUtf8().size() > longestPlainField)
        return QStringLiteral("must have at most %1 bytes").arg(longestPlainField);
    if (name.startsWith(u'#'))
        return QStringLiteral("must not begin with #, which begins a comment");
    if (name.contains(u':'))
        return QStringLiteral("must not have a colon, which ends it in a file of passwords");
    // Names that were no UTF-8 became alike by it.
    if (name.contains(QChar::ReplacementCharacter))
        return QStringLiteral("must be UTF-8, without the character that stands for what is none");
    const QList<uint> characters = name.toUcs4();
    // Neither blanks nor what only changes how a terminal shows the rest.
    if (!std::all_of(characters.begin(), characters.end(),
                     [](uint character) { return QChar::isPrint(character) && !QChar::isSpace(character); }))
        return QStringLiteral("must have no blanks and nothing that cannot be seen");
    return std::nullopt;
}

QString normalUserName(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C);
}

} // namespace heliograph
