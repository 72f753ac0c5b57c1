// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/keypair.h>

#include "security/certificate.h"
#include "security/invalidkey.h"
#include "security/keypairsecrets.h"
#include "security/newfile.h"
#include "security/publickeybytes.h"
#include "security/sodiumready.h"

#include <QtCore/qdebug.h>

#include <sodium.h>

#include <array>

namespace heliograph {

static_assert(keySize == crypto_box_PUBLICKEYBYTES && keySize == crypto_box_SECRETKEYBYTES
              && keySize == crypto_box_SEEDBYTES);

struct KeyPair::Private
{
    PublicKey publicKey = {};
    SecretBytes secretKey = {}; // empty if and only if there is an error
    Error error = {};
};

namespace {

const QLatin1StringView secretSuffix("_secret");

// Whoever names one of the two files means both.
QString publicPath(const QString &path)
{
    return path.endsWith(secretSuffix) ? path.chopped(secretSuffix.size()) : path;
}

// Why the certificate is none of a pair.
std::optional<QString> faultOf(const Certificate &certificate)
{
    if (certificate.secretKey.isEmpty())
        return QStringLiteral("has no secret-key under curve");
    std::array<uchar, keySize> expected = {};
    crypto_scalarmult_base(expected.data(), certificate.secretKey.bytes().data());
    if (publicKeyOf(expected) != certificate.publicKey)
        return QStringLiteral("has a public-key and a secret-key that do not belong together");
    return std::nullopt;
}

} // namespace

KeyPair::KeyPair() = default;
KeyPair::KeyPair(std::shared_ptr<const Private> shared) : d(std::move(shared)) {}
KeyPair::~KeyPair() = default;
KeyPair::KeyPair(const KeyPair &) = default;
KeyPair &KeyPair::operator=(const KeyPair &) = default;
KeyPair::KeyPair(KeyPair &&) noexcept = default;
KeyPair &KeyPair::operator=(KeyPair &&) noexcept = default;

KeyPair KeyPair::generate()
{
    SecretBytes seed(keySize);
    randombytes_buf(seed.bytes().data(), seed.size());
    return KeyPairSecrets::fromSeed(seed.bytes().first<keySize>());
}

KeyPair KeyPair::load(const QString &path)
{
    const QString file = publicPath(path) + secretSuffix;
    Certificate certificate = readCertificate(file, KeyFileAccess::Private);
    if (!certificate.error) {
        if (const auto fault = faultOf(certificate))
            certificate.error = invalidKey(file, *fault);
    }
    auto keys = std::make_shared<Private>();
    if (certificate.error) {
        keys->error = *certificate.error;
    } else {
        keys->publicKey = certificate.publicKey;
        keys->secretKey = std::move(certificate.secretKey);
    }
    return KeyPair(std::move(keys));
}

std::optional<Error> KeyPair::save(const QString &path) const
{
    if (!isValid())
        return invalidKey(path, QStringLiteral("there are no keys to be written to it"));
    // What stands there would be taken for the file to hand on.
    if (path.endsWith(secretSuffix))
        return invalidKey(
            path, QStringLiteral("is a name for a file with secret keys; give that of the public key, "
                                 "without _secret"));
    NewFile secretFile(path + secretSuffix);
    NewFile publicFile(path);
    if (auto error = secretFile.write(certificateText(publicKey(), KeyPairSecrets::secretKey(*this)),
                                      KeyFileAccess::Private))
        return error;
    if (auto error = publicFile.write(certificateText(publicKey(), {}), KeyFileAccess::Trusted))
        return error;
    if (auto error = secretFile.putInPlace())
        return error;
    return publicFile.putInPlace();
}

bool KeyPair::isValid() const
{
    return d && !d->secretKey.isEmpty();
}

bool KeyPair::isNull() const
{
    return !d;
}

Error KeyPair::error() const
{
    return d ? d->error : Error();
}

PublicKey KeyPair::publicKey() const
{
    return d ? d->publicKey : PublicKey();
}

KeyPair KeyPairSecrets::fromSeed(std::span<const uchar, keySize> seed)
{
    ensureSodium();
    auto keys = std::make_shared<KeyPair::Private>();
    keys->secretKey = SecretBytes(keySize);
    std::array<uchar, keySize> publicKey = {};
    crypto_box_seed_keypair(publicKey.data(), keys->secretKey.bytes().data(), seed.data());
    keys->publicKey = publicKeyOf(publicKey);
    return KeyPair(std::move(keys));
}

std::span<const uchar, keySize> KeyPairSecrets::secretKey(const KeyPair &keys)
{
    return keys.d->secretKey.bytes().first<keySize>();
}

QDebug operator<<(QDebug debug, const KeyPair &keys)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "KeyPair(";
    if (keys.isValid())
        debug << qUtf8Printable(keys.publicKey().fingerprint());
    else if (!keys.isNull())
        debug << keys.error();
    return debug << ")";
}

} // namespace heliograph
