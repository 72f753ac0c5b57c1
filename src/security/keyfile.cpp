// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/keyfile.h"

#include "security/invalidkey.h"

#include <QtCore/qfile.h>
#include <QtCore/qstringbuilder.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace heliograph {

namespace {

constexpr off_t largestFile = off_t(16) * 1024 * 1024;

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)

    [[nodiscard]] int number() const { return m_number; }

private:
    const int m_number;
};

std::optional<QString> faultOf(const struct stat &status, const QString &path, KeyFileAccess access)
{
    if (!S_ISREG(status.st_mode))
        return QStringLiteral("is no ordinary file");
    if (status.st_size > largestFile)
        return QStringLiteral("has %1 bytes, more than %2").arg(status.st_size).arg(largestFile);
    const bool isPrivate = access == KeyFileAccess::Private;
    if (status.st_uid != ::geteuid() && (isPrivate || status.st_uid != 0)) {
        return QStringLiteral(
                   "belongs to the user with the number %1, not to the one that runs this program (%2)")
            .arg(status.st_uid)
            .arg(::geteuid());
    }
    if (isPrivate && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return QStringLiteral("is open to others than its owner; run: chmod 600 ") + path;
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return QStringLiteral("can be changed by others than its owner; run: chmod go-w ") + path;
    return std::nullopt;
}

// False with errno when not all of it could be read.
bool readAll(int descriptor, std::span<uchar> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
        if (count == 0)
            errno = EIO; // it has become shorter meanwhile
        else if (count > 0)
            bytes = bytes.subspan(std::size_t(count));
        if (count <= 0 && errno != EINTR)
            return false;
    }
    return true;
}

bool writeAll(int descriptor, std::span<const uchar> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count >= 0)
            bytes = bytes.subspan(std::size_t(count));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

} // namespace

KeyFile readKeyFile(const QString &path, KeyFileAccess access)
{
    const auto failed = [&path](const QString &what) { return KeyFile{.error = invalidKey(path, what)}; };
    // Not waiting for the other end of what turns out to be a pipe.
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status = {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0)
        return failed(qt_error_string(errno));
    if (const auto fault = faultOf(status, path, access))
        return failed(*fault);
    KeyFile read{.content = SecretBytes(std::size_t(status.st_size))};
    if (!readAll(file.number(), read.content.bytes()))
        return failed(qt_error_string(errno));
    return read;
}

std::optional<Error> writeKeyFile(const QString &path, const SecretBytes &content, KeyFileAccess access)
{
    const QByteArray name = QFile::encodeName(path);
    QByteArray temporary = name + ".XXXXXX";
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC)); // new, and with mode 0600
    if (file.number() < 0)
        return invalidKey(path, qt_error_string(errno));
    const mode_t mode =
        access == KeyFileAccess::Private ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    if (::fchmod(file.number(), mode) != 0 || !writeAll(file.number(), content.bytes())
        || ::fsync(file.number()) != 0 || ::rename(temporary.constData(), name.constData()) != 0) {
        const int reason = errno;
        ::unlink(temporary.constData());
        return invalidKey(path, qt_error_string(reason));
    }
    return std::nullopt;
}

} // namespace heliograph
