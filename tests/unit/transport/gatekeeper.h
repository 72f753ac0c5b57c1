// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "recorder.h"
#include "security/keypairsecrets.h"
#include "transport/context.h"
#include "transport/linksettings.h"

#include <heliograph/identity.h>

/// Decides as a test says.
class Gatekeeper : public heliograph::Authenticator
{
public:
    using Decide = std::function<void(const heliograph::Attempt &, heliograph::Verdict)>;

    explicit Gatekeeper(heliograph::Mechanism mechanism, Decide decide)
        : m_mechanism(mechanism), m_decide(std::move(decide))
    {
    }
    [[nodiscard]] heliograph::Mechanism mechanism() const override { return m_mechanism; }
    [[nodiscard]] std::optional<heliograph::Error> check(const QString &) const override
    {
        return std::nullopt;
    }
    void decide(const heliograph::Attempt &attempt, heliograph::Verdict verdict) override
    {
        m_decide(attempt, std::move(verdict));
    }

private:
    const heliograph::Mechanism m_mechanism;
    const Decide m_decide;
};

/// Lets everybody in as "somebody".
inline void letIn(const heliograph::Attempt &, heliograph::Verdict verdict)
{
    verdict.accept(QStringLiteral("somebody"));
}

/// Lets nobody in.
inline void keepOut(const heliograph::Attempt &, heliograph::Verdict verdict)
{
    verdict.refuse(heliograph::Error(heliograph::ErrorCode::Refused, QStringLiteral("Not today.")));
}

inline std::shared_ptr<heliograph::Authenticator> gatekeeper(heliograph::Mechanism mechanism,
                                                             Gatekeeper::Decide decide)
{
    return std::make_shared<Gatekeeper>(mechanism, std::move(decide));
}

inline heliograph::SecretSource secretOf(const heliograph::KeyPair &keys)
{
    return [keys](const std::function<void(QByteArrayView)> &use) {
        const auto secret = heliograph::KeyPairSecrets::secretKey(keys);
        use({secret.data(), qsizetype(secret.size())});
    };
}

inline heliograph::LinkSettings listening(std::shared_ptr<heliograph::Authenticator> authenticator,
                                          const heliograph::KeyPair &keys = {})
{
    return {.security = heliograph::LinkSecurity{.authenticator = std::move(authenticator),
                                                 .secretKey = keys.isValid() ? secretOf(keys) : nullptr}};
}

inline heliograph::LinkSettings showingKeys(const heliograph::KeyPair &own,
                                            const heliograph::PublicKey &server)
{
    return {.security = heliograph::LinkSecurity{.secretKey = secretOf(own),
                                                 .mechanism = heliograph::Mechanism::Curve,
                                                 .ownKey = own.publicKey(),
                                                 .serverKey = server}};
}

/// Without a \a password when it is null.
inline heliograph::LinkSettings showingName(const QString &user, const char *password)
{
    heliograph::SecretSource source;
    if (password)
        source = [password](const std::function<void(QByteArrayView)> &use) { use(password); };
    return {.security = heliograph::LinkSecurity{
                .mechanism = heliograph::Mechanism::Plain, .user = user, .password = std::move(source)}};
}

/// A socket with what it tells.
struct Watched
{
    Watched(heliograph::Socket::Role role, const heliograph::LinkSettings &settings)
        : socket(
            std::make_unique<heliograph::EventSocket>(heliograph::Context::shared(), role, told, settings))
    {
        told.onMessage = [this](const heliograph::ReceivedMessage &message) {
            texts.append(message.bytes().toByteArray());
            identities.push_back(message.identity());
        };
    }

    Recorder told;
    QList<QByteArray> texts;
    std::vector<std::shared_ptr<const heliograph::Identity>> identities;
    std::unique_ptr<heliograph::EventSocket> socket;

    /// The first event of \a type, once it is there.
    [[nodiscard]] std::optional<heliograph::LinkEvent> waitFor(heliograph::LinkEvent::Type type) const
    {
        if (!runUntil([&] { return told.has(type); }))
            return std::nullopt;
        return *std::find_if(told.events.begin(), told.events.end(),
                             [type](const auto &event) { return event.type == type; });
    }
};

/// A router that listens.
struct Listening : Watched
{
    explicit Listening(const heliograph::LinkSettings &settings,
                       const QString &endpoint = QStringLiteral("tcp://127.0.0.1:*"))
        : Watched(heliograph::Socket::Role::Router, settings)
    {
        if (const auto error = socket->bind(endpoint))
            qFatal("%s", qPrintable(error->message()));
    }
    [[nodiscard]] QString endpoint() const { return socket->boundEndpoints().constFirst(); }
};

/// A dealer that connects, and sends \a text at once.
struct Connecting : Watched
{
    Connecting(const QString &endpoint, const heliograph::LinkSettings &settings, QByteArrayView text)
        : Watched(heliograph::Socket::Role::Dealer, settings)
    {
        if (const auto error = socket->connect(endpoint))
            qFatal("%s", qPrintable(error->message()));
        if (socket->send(0, text) != heliograph::Socket::SendResult::Sent)
            qFatal("The socket does not take a message.");
    }
};
