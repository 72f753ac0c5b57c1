// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/publickey.h>

#include "security/certificate.h"
#include "security/invalidkey.h"
#include "security/publickeybytes.h"

#include <QtCore/qdebug.h>

#include <sodium.h>

#include <array>

namespace heliograph {

PublicKey::PublicKey() = default;
PublicKey::PublicKey(const Error &error) : m_error(error) {}
PublicKey::~PublicKey() = default;
PublicKey::PublicKey(const PublicKey &) = default;
PublicKey &PublicKey::operator=(const PublicKey &) = default;
PublicKey::PublicKey(PublicKey &&) noexcept = default;
PublicKey &PublicKey::operator=(PublicKey &&) noexcept = default;

PublicKey PublicKey::fromText(QAnyStringView text)
{
    const QByteArray given = text.toString().toUtf8().trimmed();
    std::array<uchar, keySize> bytes = {};
    auto fault = fromZ85(given, bytes);
    if (!fault && sodium_is_zero(bytes.data(), bytes.size()))
        fault = QStringLiteral("is all zeros, which stands for none");
    if (fault)
        return PublicKey(Error(ErrorCode::InvalidKey, QStringLiteral("A public key ") + *fault + u'.'));
    PublicKey key;
    key.m_text = given;
    return key;
}

PublicKey PublicKey::load(const QString &path)
{
    const Certificate certificate = readCertificate(path, KeyFileAccess::Trusted);
    return certificate.error ? PublicKey(*certificate.error) : certificate.publicKey;
}

bool PublicKey::isNull() const
{
    return !isValid() && m_error.code() == ErrorCode::None;
}

Error PublicKey::error() const
{
    return m_error;
}

QString PublicKey::fingerprint() const
{
    if (!isValid())
        return {};
    const PublicKeyBytes key = bytesOf(*this);
    QByteArray hash(16, Qt::Uninitialized);
    crypto_generichash(reinterpret_cast<uchar *>(hash.data()), std::size_t(hash.size()), key.data(),
                       key.size(), nullptr, 0);
    QString digits = QString::fromLatin1(hash.toHex());
    for (qsizetype i = digits.size() - 4; i > 0; i -= 4)
        digits.insert(i, u':');
    return digits;
}

QDebug operator<<(QDebug debug, const PublicKey &key)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "PublicKey(";
    if (key.isValid())
        debug << qUtf8Printable(key.fingerprint());
    else if (!key.isNull())
        debug << key.error();
    return debug << ")";
}

} // namespace heliograph
