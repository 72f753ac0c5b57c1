// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "heliograph.h"

#include "int64.h"
#include "promises.h"

#include <heliograph/credentials.h>
#include <heliograph/keypair.h>

#include <QtQml/qqmlengine.h>

namespace heliograph::qml {

Heliograph::Heliograph(QObject *parent) : QObject(parent) {}

QJSValue Heliograph::run(const QJSValue &generatorFunction, QObject *owner)
{
    return Promises::of(*qmlEngine(this)).run(owner, generatorFunction);
}

QVariant Heliograph::int64(const QString &text)
{
    if (const std::optional<Int64> number = Int64::fromText(text))
        return QVariant::fromValue(*number);
    qmlEngine(this)->throwError(QJSValue::RangeError,
                                u'"' + text + QStringLiteral("\" is no integer of 64 bits"));
    return {};
}

QVariant Heliograph::plain(const QString &user, const QString &password)
{
    return QVariant::fromValue(Credentials::plain(user, password));
}

QVariant Heliograph::curve(const QString &ownKeyFile, const QString &serverKeyFile)
{
    return QVariant::fromValue(Credentials::curve(KeyPair::load(ownKeyFile), PublicKey::load(serverKeyFile)));
}

} // namespace heliograph::qml
