// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include "security/certificate.h"
#include "security/files.h"
#include "security/keytable.h"

#include <heliograph/passwordfile.h>

#include <QtCore/qtemporarydir.h>

// Files of keys and passwords, which somebody may have edited badly. The first byte of an input chooses the kind of file.

using namespace heliograph;
using fuzz::require;

namespace {

bool isWhole(const Error &error)
{
    return error.code() == ErrorCode::None;
}

void readTable(const QString &path)
{
    KeyTable table;
    table.addFile(path);
    KeyTable twice;
    twice.addFile(path);
    twice.addFile(path);
    require(table.revokedIn(table).isEmpty(), "nobody is taken out by the same file");
    require(table == twice || !isWhole(twice.error()),
            "a file that is read twice says the same, or is refused");
}

void readPasswords(const QString &path)
{
    const PasswordFile passwords = PasswordFile::load(path);
    require(isWhole(passwords.error()) || passwords.users().isEmpty(), "nobody is in a bad file");
    if (passwords.users().isEmpty())
        return;
    require(!passwords.save(path), "what was read can be written");
    require(PasswordFile::load(path).users() == passwords.users(), "and is the same again");
}

void readKeys(const QString &path)
{
    const Certificate certificate = readCertificate(path, KeyFileAccess::Private);
    require(certificate.error.has_value() != certificate.publicKey.isValid(), "a key, or why there is none");
    if (certificate.error)
        return;
    const SecretBytes text = certificateText(certificate.publicKey, certificate.secretKey.bytes());
    require(writeFile(path, text.view().toByteArray()), "the file can be written");
    const Certificate again = readCertificate(path, KeyFileAccess::Private);
    require(again.publicKey == certificate.publicKey && again.secretKey == certificate.secretKey,
            "a certificate is the same again");
}

} // namespace

int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("keys"));
    fuzz::Input input(data, size);
    const quint32 kind = input.below(3);
    require(writeFile(path, input.rest().toByteArray()), "the file can be written");
    if (kind == 0)
        readTable(path);
    else if (kind == 1)
        readPasswords(path);
    else
        readKeys(path);
    return 0;
}
