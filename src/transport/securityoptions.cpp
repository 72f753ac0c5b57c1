// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/securityoptions.h"

#include <zmq.hpp>

namespace heliograph {

namespace {

// ZMQ_ZAP_ENFORCE_DOMAIN, which zmq.h shows among its drafts only: without it, or a domain, nobody is asked who may come in by
// Mechanism::Null, and, should there be no handler, nobody at all.
constexpr int enforceDomain = 93;
constexpr qsizetype secretKeySize = 32;

bool set(zmq::socket_t &socket, int option, QByteArrayView value)
{
    // Nothing instead of a value would turn the mechanism off.
    return !value.isEmpty()
           && zmq_setsockopt(socket.handle(), option, value.data(), std::size_t(value.size())) == 0;
}

bool set(zmq::socket_t &socket, int option, int value)
{
    return zmq_setsockopt(socket.handle(), option, &value, sizeof(value)) == 0;
}

bool setSecret(zmq::socket_t &socket, int option, const SecretSource &source,
               std::optional<qsizetype> size = std::nullopt)
{
    bool isSet = false;
    if (source) {
        source([&](QByteArrayView value) {
            isSet = (!size || value.size() == *size) && set(socket, option, value);
        });
    }
    return isSet;
}

int numberOf(Mechanism mechanism)
{
    switch (mechanism) {
    case Mechanism::Null: return ZMQ_NULL;
    case Mechanism::Plain: return ZMQ_PLAIN;
    case Mechanism::Curve: break;
    }
    return ZMQ_CURVE;
}

/// Whether ØMQ understood the same by all that was set.
bool has(zmq::socket_t &socket, Mechanism mechanism)
{
    int number = -1;
    std::size_t size = sizeof(number);
    return zmq_getsockopt(socket.handle(), ZMQ_MECHANISM, &number, &size) == 0
           && number == numberOf(mechanism);
}

bool askForMechanism(zmq::socket_t &socket, const LinkSecurity &security, Mechanism mechanism)
{
    switch (mechanism) {
    case Mechanism::Null: return true;
    case Mechanism::Plain: return set(socket, ZMQ_PLAIN_SERVER, 1);
    case Mechanism::Curve: break;
    }
    return set(socket, ZMQ_CURVE_SERVER, 1)
           && setSecret(socket, ZMQ_CURVE_SECRETKEY, security.secretKey, secretKeySize);
}

bool showMechanism(zmq::socket_t &socket, const LinkSecurity &security)
{
    switch (security.mechanism) {
    case Mechanism::Null: return true;
    case Mechanism::Plain:
        return set(socket, ZMQ_PLAIN_USERNAME, security.user.toUtf8())
               && (!security.password || setSecret(socket, ZMQ_PLAIN_PASSWORD, security.password));
    case Mechanism::Curve: break;
    }
    return set(socket, ZMQ_CURVE_SERVERKEY, security.serverKey.text())
           && set(socket, ZMQ_CURVE_PUBLICKEY, security.ownKey.text())
           && setSecret(socket, ZMQ_CURVE_SECRETKEY, security.secretKey, secretKeySize);
}

} // namespace

std::optional<Error> unshownFault(const Endpoint &endpoint, const QString &text, const QString &what)
{
    if (endpoint.transport != Endpoint::Transport::Inproc)
        return std::nullopt;
    return Error(
        ErrorCode::InvalidAddress,
        QStringLiteral("Cannot %1 \"%2\": inproc does not tell who is at the other end; use ipc, or a "
                       "server or client without security.")
            .arg(what, text));
}

std::optional<Error> askForSecurity(zmq::socket_t &socket, const LinkSecurity &security,
                                    const QByteArray &domain)
{
    const Mechanism mechanism = security.authenticator->mechanism();
    if (askForMechanism(socket, security, mechanism) && has(socket, mechanism)
        && set(socket, ZMQ_ZAP_DOMAIN, domain) && set(socket, enforceDomain, 1))
        return std::nullopt;
    return Error(
        ErrorCode::InvalidKey,
        QStringLiteral("Without the keys of this end, or with a ØMQ that cannot refuse anybody, nobody "
                       "can be let in."));
}

std::optional<Error> showSecurity(zmq::socket_t &socket, const LinkSecurity &security)
{
    if (showMechanism(socket, security) && has(socket, security.mechanism))
        return std::nullopt;
    return Error(
        ErrorCode::InvalidKey,
        QStringLiteral("The name, password or keys of this end are missing, or ØMQ does not take them."));
}

} // namespace heliograph
