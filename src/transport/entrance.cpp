// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/entrance.h"

#include "transport/escaped.h"
#include "transport/socketoptions.h"

#include <QtCore/qstringbuilder.h>

#include <utility>

namespace heliograph {

Entrance::Entrance(QByteArray domain, std::shared_ptr<Authenticator> authenticator,
                   std::chrono::milliseconds passLifetime)
    : m_domain(std::move(domain)), m_authenticator(std::move(authenticator)), m_passes(passLifetime),
      m_waiters(handshakeTime)
{
}

void Entrance::setRefusalHandler(std::function<void(const LinkEvent &)> told)
{
    const std::lock_guard lock(m_mutex);
    m_told = std::move(told);
}

bool Entrance::isClosedTo(const Applicant &applicant, TimePoint now)
{
    if (applicant.identity.mechanism != m_authenticator->mechanism()) {
        tell(applicant, LinkEvent::Failure::MechanismMismatch,
             QStringLiteral("It comes with another mechanism than this end asks for."));
        return true;
    }
    return isShutOut(applicant, now);
}

bool Entrance::isClosedTo(const Origin &origin, TimePoint now)
{
    return m_authenticator->mechanism() == Mechanism::Curve && !origin.group.isEmpty()
           && isShutOut({.origin = origin.name, .group = origin.group}, now);
}

bool Entrance::isShutOut(const Applicant &applicant, TimePoint now)
{
    if (!m_rates.isTooMany(applicant.group, now))
        return false;
    tell(applicant, LinkEvent::Failure::TooManyFailures,
         QStringLiteral("Too many attempts from there have failed just now."));
    return true;
}

void Entrance::noteWrongKey(const QByteArray &group, TimePoint now)
{
    if (!group.isEmpty()) // else nobody knows whose it was
        m_rates.note(group, now);
}

std::string Entrance::settle(const Applicant &applicant, const Verdict::Outcome &outcome, TimePoint now)
{
    if (const auto *const error = std::get_if<Error>(&outcome)) {
        const bool isBusy = error->code() == ErrorCode::Busy; // which is not the client's fault
        if (!isBusy)
            m_rates.note(applicant.group, now);
        tell(applicant, isBusy ? LinkEvent::Failure::Busy : LinkEvent::Failure::Refused, error->message());
        return {};
    }
    Identity identity = applicant.identity;
    identity.user = std::get<QString>(outcome);
    std::string pass = m_passes.issue(identity, now);
    if (pass.empty())
        tell(applicant, LinkEvent::Failure::Busy,
             QStringLiteral("Too many were let in and have not been heard yet."));
    return pass;
}

void Entrance::tell(const Applicant &applicant, LinkEvent::Failure failure, const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    if (!m_told)
        return;
    QString detail = escaped(reason);
    if (!applicant.claimedUser.isEmpty())
        detail += QStringLiteral(" It says it is \"") + escaped(applicant.claimedUser) + u"\".";
    m_told({.type = LinkEvent::Type::ClientRefused,
            .fd = -1,
            .reason = 0,
            .endpoint = {},
            .failure = failure,
            .address = applicant.origin,
            .detail = detail});
}

} // namespace heliograph
