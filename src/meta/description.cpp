// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/description.h"

namespace heliograph {

namespace {

QVariantMap describe(const Parameter &parameter)
{
    return {{QStringLiteral("name"), QString::fromUtf8(parameter.name)},
            {QStringLiteral("type"), QString::fromUtf8(parameter.codec->typeName())}};
}

} // namespace

QVariantMap describe(const Method &method)
{
    QVariantList parameters;
    for (qsizetype i = 0; i < qsizetype(method.parameters.size()); ++i) {
        QVariantMap parameter = describe(method.parameters[size_t(i)]);
        parameter.insert(QStringLiteral("optional"), i >= method.required);
        parameters.append(parameter);
    }
    return {
        {QStringLiteral("name"), QString::fromUtf8(method.name)},
        {QStringLiteral("signature"), QString::fromUtf8(method.signature())},
        {QStringLiteral("parameters"), parameters},
        {QStringLiteral("result"), method.result ? QString::fromUtf8(method.result->typeName()) : QString()}};
}

QVariantMap describe(const Signal &signal, const QByteArray &prefix)
{
    QVariantList parameters;
    for (const Parameter &parameter : signal.parameters)
        parameters.append(describe(parameter));
    return {{QStringLiteral("name"), QString::fromUtf8(prefix + signal.name)},
            {QStringLiteral("parameters"), parameters}};
}

QVariantMap describe(const Property &property)
{
    return {{QStringLiteral("name"), QString::fromUtf8(property.name)},
            {QStringLiteral("type"), QString::fromUtf8(property.codec->typeName())},
            {QStringLiteral("writable"), property.isWritable},
            {QStringLiteral("constant"), property.isConstant}};
}

} // namespace heliograph
