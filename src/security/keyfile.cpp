// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keyfile.h"

#include "security/descriptor.h"
#include "security/invalidkey.h"
#include "security/trustedpath.h"

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <sys/stat.h>

namespace heliograph {

namespace {

// How often a file is read that changes meanwhile.
constexpr int mostAttempts = 5;

bool isSame(const timespec &a, const timespec &b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool isUnchanged(const struct stat &a, const struct stat &b)
{
    return a.st_size == b.st_size && isSame(a.st_mtim, b.st_mtim) && isSame(a.st_ctim, b.st_ctim);
}

// How many bytes there were, at most as many as asked for; negative with errno if they could not be read.
ssize_t readAll(int descriptor, std::span<uchar> bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(descriptor, bytes.data() + done, bytes.size() - done);
        if (count > 0)
            done += std::size_t(count);
        else if (count == 0)
            break;
        else if (errno != EINTR)
            return count;
    }
    return ssize_t(done);
}

// Nothing if the file has changed meanwhile.
std::optional<KeyFile> readOnce(const QString &path, KeyFileAccess access)
{
    const auto failed = [&path](const QString &what) { return KeyFile{.error = invalidKey(path, what)}; };
    const TrustedPath way(path, TrustedPath::LastLink::Followed);
    if (const auto fault = way.fault())
        return failed(*fault);
    // Not waiting for the other end of what turns out to be a pipe.
    const Descriptor file(::openat(way.folder(), way.name().constData(),
                                   O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW));
    struct stat before = {};
    if (file.number() < 0 && errno == ELOOP) // it has become a link
        return std::nullopt;
    if (file.number() < 0 || ::fstat(file.number(), &before) != 0)
        return failed(qt_error_string(errno));
    if (const auto fault = fileFault(before, path, access))
        return failed(*fault);
    KeyFile read{.content = SecretBytes(std::size_t(before.st_size))};
    const ssize_t count = readAll(file.number(), read.content.bytes());
    struct stat after = {};
    if (count < 0 || ::fstat(file.number(), &after) != 0)
        return failed(qt_error_string(errno));
    if (count != before.st_size || !isUnchanged(before, after))
        return std::nullopt;
    return read;
}

} // namespace

KeyFile readKeyFile(const QString &path, KeyFileAccess access)
{
    try {
        for (int attempt = 0; attempt < mostAttempts; ++attempt) {
            if (auto read = readOnce(path, access))
                return std::move(*read);
        }
        return {.error = invalidKey(path, QStringLiteral("changes while it is read"))};
    } catch (const std::bad_alloc &) {
        return {.error = invalidKey(path, QStringLiteral("finds no memory to be read into"))};
    }
}

} // namespace heliograph
