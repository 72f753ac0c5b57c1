// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/secret_p.h"

#include <QtCore/qdebug.h>

namespace heliograph {

namespace {

QByteArray canonical(const QString &realm)
{
    return realm.normalized(QString::NormalizationForm_C).toUtf8();
}

} // namespace

Secret::Private::Private(const QString &text, const QString &givenRealm, int shortest)
    : realm(canonical(givenRealm))
{
    SecretText read = readSecretText(text, shortest);
    if (read.fault)
        error = Error(ErrorCode::InvalidKey, QStringLiteral("The secret ") + *read.fault + u'.');
    bytes = std::move(read.bytes);
    isGenerated = read.isGenerated;
}

Secret::Secret() = default;
Secret::Secret(const QString &text, const QString &realm)
    : d(std::make_shared<Private>(text, realm, shortestPassphrase))
{
}
Secret::Secret(std::shared_ptr<Private> shared) : d(std::move(shared)) {}
Secret::~Secret() = default;
Secret::Secret(const Secret &) = default;
Secret &Secret::operator=(const Secret &) = default;
Secret::Secret(Secret &&) noexcept = default;
Secret &Secret::operator=(Secret &&) noexcept = default;

Secret Secret::allowWeak(const QString &text, const QString &realm)
{
    return Secret(std::make_shared<Private>(text, realm, 0));
}

bool Secret::isValid() const
{
    return d && d->error.code() == ErrorCode::None;
}

bool Secret::isNull() const
{
    return !d;
}

Error Secret::error() const
{
    return d ? d->error : Error();
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Secret(";
    if (secret.isValid())
        debug << "hidden";
    else if (!secret.isNull())
        debug << secret.error();
    return debug << ")";
}

} // namespace heliograph
