// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "security/keyfile.h"
#include "security/z85.h"

#include <heliograph/publickey.h>

namespace heliograph {

/// What a certificate file holds: CZMQ's format, in ZPL (ZeroMQ's RFC 4), as zcert.c of CZMQ and zmq.auth.certs of pyzmq write
/// and read it:
///
///     #   comments
///     metadata
///         name = "value"
///     curve
///         public-key = "40 characters of Z85"
///         secret-key = "as many, in the file whose name ends with _secret alone"
///
/// Z85 has a #, which therefore starts no comment between quotes. CZMQ writes forty zeros for a secret key that it does not have.
struct Certificate
{
    PublicKey publicKey = {};
    SecretBytes secretKey = {}; ///< its bytes; empty if there is none
    std::optional<Error> error = std::nullopt;
};

/// Reads the certificate \a path, in which a public key must stand.
[[nodiscard]] Certificate readCertificate(const QString &path, KeyFileAccess access);

/// The certificate with \a publicKey, and \a secretKey unless that is empty, to be written to a file.
[[nodiscard]] SecretBytes certificateText(const PublicKey &publicKey, std::span<const uchar> secretKey);

} // namespace heliograph
