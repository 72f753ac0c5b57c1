// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/authenticator.h>
#include <heliograph/mechanism.h>
#include <heliograph/publickey.h>

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

#include <functional>
#include <memory>

namespace heliograph {

/// The way to a secret that somebody else keeps: calls the function it is given with the bytes, which are of use during that
/// call only, or, if they cannot be had, not at all. So no copy of them is made here; ØMQ makes its own.
using SecretSource = std::function<void(const std::function<void(QByteArrayView)> &use)>;

/// What a socket needs to see who is at the other end, or to show who is at this one. A value; in the threads of its sockets.
struct LinkSecurity
{
    /// Of a socket that listens: who decides, and by what mechanism. Null for one that connects.
    std::shared_ptr<Authenticator> authenticator = {};
    /// The secret half of the socket's own key pair, 32 bytes; with Mechanism::Curve.
    SecretSource secretKey = {};

    // ---- of a socket that connects

    /// What the server is shown.
    Mechanism mechanism = Mechanism::Null;
    /// The name to show, with Mechanism::Plain: 1 to 255 bytes of UTF-8.
    QString user = {};
    /// The password, up to 255 bytes, with Mechanism::Plain; null when there is none.
    SecretSource password = {};
    /// The public half of the own key pair, with Mechanism::Curve.
    PublicKey ownKey = {};
    /// The key of the server, no other than which is talked to, with Mechanism::Curve.
    PublicKey serverKey = {};
};

} // namespace heliograph
