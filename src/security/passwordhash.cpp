// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/passwordhash.h"

#include "security/sodiumready.h"

#include <sodium.h>

#include <array>
#include <semaphore>

namespace heliograph {

namespace {

// What a stranger who tries passwords costs a server, each time. The file is private, and who guesses over the network is
// slowed down otherwise; MODERATE would only help him to 256 MiB and half a second of the server's.
constexpr unsigned long long passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
static_assert(passes == 2 && memory == std::size_t(65536) * 1024);
constexpr QByteArrayView kind = "$argon2id$";
constexpr QByteArrayView parameters = "$argon2id$v=19$m=65536,t=2,p=1$";

// So much memory at once, at most.
class Turn
{
public:
    Turn() { four().acquire(); }
    ~Turn() { four().release(); }
    Q_DISABLE_COPY_MOVE(Turn)

private:
    // Nothing of it is destroyed when the process ends, while threads may still wait for their turn.
    static std::counting_semaphore<> &four()
    {
        static std::counting_semaphore<> turns(4);
        static_assert(std::is_trivially_destructible_v<std::counting_semaphore<>>);
        return turns;
    }
};

struct Parts
{
    std::array<uchar, crypto_pwhash_SALTBYTES> salt = {};
    std::array<uchar, 32> hash = {};
};

template <std::size_t size>
bool decode(QByteArrayView text, std::array<uchar, size> &bytes)
{
    std::size_t count = 0;
    return sodium_base642bin(bytes.data(), bytes.size(), text.data(), std::size_t(text.size()), nullptr,
                             &count, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING)
               == 0
           && count == bytes.size();
}

std::optional<Parts> partsOf(QByteArrayView hash)
{
    if (!hash.startsWith(parameters))
        return std::nullopt;
    const QByteArrayView rest = hash.sliced(parameters.size());
    const qsizetype end = rest.indexOf('$');
    Parts parts;
    if (end < 0 || !decode(rest.first(end), parts.salt) || !decode(rest.sliced(end + 1), parts.hash))
        return std::nullopt;
    return parts;
}

Error noMemory()
{
    return Error(
        ErrorCode::Busy,
        QStringLiteral("There is no memory to hash a password, which takes 64 MiB; try again later."));
}

const char *textOf(const SecretBytes &password)
{
    return password.isEmpty() ? "" : password.view().data();
}

} // namespace

QByteArray hashOf(const SecretBytes &password)
{
    ensureSodium();
    const Turn turn;
    std::array<char, crypto_pwhash_STRBYTES> hash = {};
    if (crypto_pwhash_str(hash.data(), textOf(password), password.size(), passes, memory) != 0)
        throw noMemory();
    return QByteArray(hash.data());
}

std::optional<QString> hashFault(QByteArrayView hash)
{
    if (hash.startsWith(kind) && !hash.startsWith(parameters)) {
        return QStringLiteral(
            "was made with other parameters than PasswordFile::setPassword() takes; set the "
            "password again");
    }
    if (!partsOf(hash))
        return QStringLiteral("is none of Argon2id, as PasswordFile::setPassword() makes them");
    return std::nullopt;
}

// Not by crypto_pwhash_str_verify(), to which a lack of memory is another password.
bool fits(QByteArrayView hash, const SecretBytes &password)
{
    ensureSodium();
    const Parts parts = partsOf(hash).value();
    decltype(parts.hash) found = {};
    const Turn turn;
    if (crypto_pwhash(found.data(), found.size(), textOf(password), password.size(), parts.salt.data(),
                      passes, memory, crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        throw noMemory();
    return sodium_memcmp(found.data(), parts.hash.data(), found.size()) == 0;
}

} // namespace heliograph
