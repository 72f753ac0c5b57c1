// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "handshakefailures.h"

#include <cerrno>
#include <utility>

namespace heliograph {

namespace {

// A server that is meant by another key hangs up, as does one that just ends: not so often.
constexpr int hangUpsThatSaySomething = 3;
// So many are soon followed by another attempt while the server is being asked; it may not answer that either.
constexpr int hangUpsInHaste = 10;
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
    ++m_hangUps;
    const bool isEnough = m_hangUps >= hangUpsThatSaySomething;
    const bool isEarly = !isEnough || (isBeingAsked && m_hangUps < hangUpsInHaste);
    const bool isUnclear = !m_isSameMechanism;
    const auto isTime = [&] { return isEnough && !isBeingAsked && !std::exchange(m_isTold, true); };
    if (m_mismatches > 0)
        return {security.otherMechanism(endpoint), isTime(), false, isUnclear, isEarly};
    // Of what may not fit, only keys make a server hang up each time; or it has no time for anybody, but then it does not say its mechanism either.
    const bool isKey = security.mechanism() == Mechanism::Curve && m_isSameMechanism;
    if (!isEnough || isBeingAsked || !isKey)
        return {Error(ErrorCode::ConnectionLost,
                      QStringLiteral("%1 hung up in the middle of the handshake.").arg(endpoint)),
                false, false, isUnclear, isEarly};
    return {security.otherServer(endpoint), isTime(), false, isUnclear};
}

} // namespace heliograph
