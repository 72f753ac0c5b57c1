// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keypairsecrets.h"
#include "security/secret_p.h"
#include "security/sodiumready.h"

#include <heliograph/post.h>

#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>

#include <sodium.h>

#include <array>

namespace heliograph {

namespace {

using Salt = std::array<uchar, crypto_pwhash_SALTBYTES>;
static_assert(crypto_pwhash_SALTBYTES == 16 && crypto_generichash_BYTES_MAX == 2 * keySize);
// The words of the header, which must not change with a version of libsodium.
static_assert(crypto_pwhash_OPSLIMIT_MODERATE == 3 && crypto_pwhash_MEMLIMIT_MODERATE == 256U * 1024 * 1024);

Salt saltOf(const QByteArray &realm)
{
    const QByteArray text = "heliograph-psk-v1|" + realm;
    Salt salt = {};
    crypto_generichash(salt.data(), salt.size(), reinterpret_cast<const uchar *>(text.constData()),
                       std::size_t(text.size()), nullptr, 0);
    return salt;
}

class PoolTask final : public QRunnable
{
public:
    explicit PoolTask(std::function<void()> task) : m_task(std::move(task)) {}
    void run() override { m_task(); }

private:
    const detail::SealedTask m_task;
};

} // namespace

DerivedKeys SecretKeys::derive(const Secret &secret)
{
    ensureSodium();
    const SecretBytes &bytes = secret.d->bytes;
    const Salt salt = saltOf(secret.d->realm);
    SecretBytes seeds(2 * keySize);
    if (secret.d->isGenerated) {
        crypto_generichash(seeds.bytes().data(), seeds.size(), bytes.bytes().data(), bytes.size(),
                           salt.data(), salt.size());
    } else if (crypto_pwhash(seeds.bytes().data(), seeds.size(), bytes.view().data(), bytes.size(),
                             salt.data(), crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                             crypto_pwhash_ALG_ARGON2ID13)
               != 0) {
        throw Error(ErrorCode::InvalidKey,
                    QStringLiteral("There is no memory to work out the keys of a passphrase, "
                                   "which takes 256 MiB; use generateSecret()."));
    }
    return {.server = KeyPairSecrets::fromSeed(seeds.bytes().first<keySize>()),
            .client = KeyPairSecrets::fromSeed(seeds.bytes().last<keySize>())};
}

void SecretKeys::deliver(const Secret &secret, QPromise<DerivedKeys> &promise)
{
    try {
        promise.addResult(derive(secret));
    } catch (const Error &error) {
        const std::lock_guard lock(secret.d->mutex);
        secret.d->keys.reset();
        promise.setException(error);
    }
    promise.finish();
}

QFuture<DerivedKeys> SecretKeys::future(const Secret &secret)
{
    const std::lock_guard lock(secret.d->mutex);
    if (secret.d->keys)
        return *secret.d->keys;

    auto promise = std::make_shared<QPromise<DerivedKeys>>();
    promise->start();
    QFuture<DerivedKeys> future = promise->future();
    secret.d->keys = future;
    if (secret.d->isGenerated)
        deliver(secret, *promise);
    else
        QThreadPool::globalInstance()->start(new PoolTask([secret, promise] { deliver(secret, *promise); }));
    return future;
}

} // namespace heliograph
