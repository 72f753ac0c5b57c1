// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/method.h"

namespace heliograph {

QByteArray Method::signature() const
{
    QByteArray text = name + '(';
    for (qsizetype i = 0; i < qsizetype(parameters.size()); ++i) {
        const Parameter &parameter = parameters[size_t(i)];
        if (i > 0)
            text += ", ";
        text += parameter.codec->typeName();
        if (!parameter.name.isEmpty())
            text += ' ' + parameter.name;
        if (i >= required)
            text += " = default";
    }
    text += ')';
    if (result)
        text += " -> " + result->typeName();
    return text;
}

QByteArray Method::selector() const
{
    QByteArray text = name + '(';
    for (const Parameter &parameter : parameters) {
        if (&parameter != &parameters.front())
            text += ',';
        text += parameter.codec->typeName();
    }
    return text + ')';
}

} // namespace heliograph
