// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keypairsecrets.h"
#include "security/secret_p.h"
#include "security/sodiumready.h"
#include "security/workthreads.h"

#include <sodium.h>

#include <array>
#include <utility>

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

// One at a time, 256 MiB each, and where the application's own tasks do not have to wait.
WorkThreads &derivingThread()
{
    static WorkThreads &one = *new WorkThreads(1);
    return one;
}

SecretKeys::Outcome workOut(const Secret &secret)
{
    try {
        return SecretKeys::derive(secret);
    } catch (const Error &error) {
        return error;
    } catch (const std::exception &failure) {
        return Error(ErrorCode::InvalidKey, QStringLiteral("The keys of a secret cannot be worked out: %1.")
                                                .arg(QString::fromUtf8(failure.what())));
    }
}

} // namespace

DerivedKeys SecretKeys::derive(const Secret &secret)
{
    if (secret.isNull())
        throw Error(ErrorCode::InvalidKey, QStringLiteral("There is no secret that keys could follow from."));
    if (!secret.isValid())
        throw secret.error();
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

void SecretKeys::deliver(const Secret &secret, const Outcome &outcome)
{
    std::vector<Told> waiting;
    {
        const std::lock_guard lock(secret.d->mutex);
        if (const auto *const keys = std::get_if<DerivedKeys>(&outcome))
            secret.d->keys = *keys;
        waiting.swap(secret.d->waiting);
    }
    for (const Told &told : waiting) // outside the lock: who is told may ask again
        told(outcome);
}

void SecretKeys::tell(const Secret &secret, Told told)
{
    if (!secret.isValid())
        return told(workOut(secret));
    std::unique_lock lock(secret.d->mutex);
    std::optional<Outcome> found;
    if (secret.d->keys)
        found = *secret.d->keys;
    else if (secret.d->isGenerated) // which takes no time
        found = workOut(secret);
    if (found) {
        if (const auto *const keys = std::get_if<DerivedKeys>(&*found))
            secret.d->keys = *keys;
        lock.unlock();
        return told(*found);
    }
    secret.d->waiting.push_back(std::move(told));
    const bool isFirst = secret.d->waiting.size() == 1;
    lock.unlock();
    if (isFirst && !derivingThread().run([secret] { deliver(secret, workOut(secret)); })) {
        deliver(secret,
                Error(ErrorCode::Busy, QStringLiteral("No thread can be started to work out the keys of a "
                                                      "passphrase; try again later.")));
    }
}

} // namespace heliograph
