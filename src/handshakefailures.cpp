// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "handshakefailures.h"

#include <cerrno>

namespace heliograph {

namespace {

// A server that is meant by another key hangs up, as does one that just ends: not so often.
constexpr int hangUpsThatSaySomething = 3;
// Another mechanism's name may be a bit that the line has flipped. Once.
constexpr int mismatchesThatAreNoAccident = 2;

bool isHangUp(const LinkEvent &event)
{
    return event.failure == LinkEvent::Failure::Unknown
           && (event.reason == EPIPE || event.reason == ECONNRESET);
}

} // namespace

HandshakeFailures::Judgement HandshakeFailures::judge(const LinkEvent &event, const QString &endpoint,
                                                      const ClientSecurity &security, bool isBeingAsked)
{
    if (event.failure == LinkEvent::Failure::Refused)
        return {security.refusedBy(endpoint), true, true};
    const bool isMismatch = event.failure == LinkEvent::Failure::MechanismMismatch;
    if (isMismatch && ++m_mismatches == mismatchesThatAreNoAccident)
        return {security.otherMechanism(endpoint), true, true};
    if (!isMismatch && !isHangUp(event))
        return {Error(ErrorCode::NoAnswer,
                      QStringLiteral("What listens at %1 does not answer as a server does.").arg(endpoint))};
    const bool mayCount = !isBeingAsked || m_hangUps + 1 != hangUpsThatSaySomething;
    m_hangUps += mayCount ? 1 : 0;
    const bool isRefusal = mayCount && m_hangUps == hangUpsThatSaySomething;
    const bool isUnclear = !m_isSameMechanism;
    const bool isEarly = m_hangUps < hangUpsThatSaySomething;
    if (m_mismatches > 0)
        return {security.otherMechanism(endpoint), isRefusal, false, isUnclear, isEarly};
    // Of what may not fit, only keys make a server hang up each time.
    const bool saysNothing = security.mechanism() != Mechanism::Curve;
    if (isEarly || saysNothing)
        return {Error(ErrorCode::ConnectionLost,
                      QStringLiteral("%1 hung up in the middle of the handshake.").arg(endpoint)),
                false, false, isUnclear, isEarly};
    return {security.otherServer(endpoint), isRefusal, false, isUnclear};
}

} // namespace heliograph
