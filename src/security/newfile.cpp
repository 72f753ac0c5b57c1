// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/newfile.h"

#include "security/descriptor.h"
#include "security/invalidkey.h"
#include "security/trustedpath.h"

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>

namespace heliograph {

namespace {

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

// That a name stands for another file is written to the folder.
bool syncFolder(const QString &folder)
{
    const Descriptor opened(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot, and have no need to.
    return opened.number() >= 0 && (::fsync(opened.number()) == 0 || errno == EINVAL);
}

} // namespace

NewFile::~NewFile()
{
    if (!m_temporary.isEmpty())
        ::unlink(m_temporary.constData());
}

std::optional<Error> NewFile::write(const SecretBytes &content, KeyFileAccess access)
{
    const QFileInfo info(m_path);
    if (info.fileName().isEmpty() || info.isDir())
        return invalidKey(m_path, QStringLiteral("is a folder, not a file"));
    QByteArray name = QFile::encodeName(m_path) + ".XXXXXX";
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC)); // new, and with mode 0600
    if (file.number() < 0)
        return invalidKey(m_path, qt_error_string(errno));
    m_temporary = name;
    if (const auto fault = TrustedPath(m_path, TrustedPath::LastLink::Kept).fault())
        return invalidKey(m_path, *fault);
    const mode_t mode =
        access == KeyFileAccess::Private ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    if (::fchmod(file.number(), mode) != 0 || !writeAll(file.number(), content.bytes())
        || ::fsync(file.number()) != 0)
        return invalidKey(m_path, qt_error_string(errno));
    return std::nullopt;
}

std::optional<Error> NewFile::putInPlace()
{
    if (::rename(m_temporary.constData(), QFile::encodeName(m_path).constData()) != 0)
        return invalidKey(m_path, qt_error_string(errno));
    m_temporary.clear();
    if (!syncFolder(QFileInfo(m_path).absolutePath()))
        return invalidKey(m_path, qt_error_string(errno));
    return std::nullopt;
}

} // namespace heliograph
