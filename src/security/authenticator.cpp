// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticator.h>

#include <QtCore/qdebug.h>

#include <utility>

namespace heliograph {

QDebug operator<<(QDebug debug, const Attempt &attempt)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Attempt(";
    switch (attempt.mechanism) {
    case Mechanism::Null: debug << "null"; break;
    case Mechanism::Plain: debug << "plain, " << attempt.user; break;
    case Mechanism::Curve: debug << "curve, " << attempt.key; break;
    }
    if (!attempt.address.isEmpty())
        debug << ", from " << qUtf8Printable(attempt.address);
    return debug << (attempt.isLocal ? ", local)" : ")");
}

Verdict::Verdict(std::function<void(const Outcome &)> told,
                 std::shared_ptr<const std::atomic<bool>> abandoned)
    : m_told(std::move(told)), m_abandoned(std::move(abandoned))
{
}

Verdict::~Verdict()
{
    refuse(Error(ErrorCode::Refused, QStringLiteral("Nobody has decided whether this client may come in.")));
}

Verdict::Verdict(Verdict &&other) noexcept
    : m_told(std::exchange(other.m_told, nullptr)), m_abandoned(std::move(other.m_abandoned))
{
}

Verdict &Verdict::operator=(Verdict &&other) noexcept
{
    Verdict old(std::move(*this)); // which is refused if it waits still
    m_told = std::exchange(other.m_told, nullptr);
    m_abandoned = std::move(other.m_abandoned);
    return *this;
}

void Verdict::accept(const QString &user)
{
    tell(user);
}

void Verdict::refuse(const Error &reason)
{
    tell(reason);
}

bool Verdict::isWanted() const
{
    return m_told && !(m_abandoned && m_abandoned->load());
}

void Verdict::tell(const Outcome &outcome)
{
    if (const auto told = std::exchange(m_told, nullptr))
        told(outcome);
}

Authenticator::Authenticator() = default;
Authenticator::~Authenticator() = default;

bool Authenticator::stillHolds(const Attempt &attempt, const QString &user) const
{
    Q_UNUSED(attempt)
    Q_UNUSED(user)
    return true;
}

std::shared_ptr<void> Authenticator::onRevoked(std::function<void(const QList<PublicKey> &)> told)
{
    told = nullptr; // nobody will be
    return nullptr;
}

void Authenticator::findServerKeys(std::function<void(const ServerKeys &)> told) const
{
    const auto tell = std::move(told);
    tell(KeyPair());
}

} // namespace heliograph
