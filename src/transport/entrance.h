// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/applicant.h"
#include "transport/failurerates.h"
#include "transport/linkevent.h"
#include "transport/origin.h"
#include "transport/passes.h"
#include "transport/waiters.h"

#include <heliograph/authenticator.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace heliograph {

/// The way in to one socket that listens: who decides there, who was let in, and who has failed too often. Shared by the
/// socket and the Gate, and with either it may go.
class Entrance
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// \a domain is its name in what ØMQ asks the gate (ZMQ_ZAP_DOMAIN), as no other has it; \a passLifetime, how long after it was let in
    /// a peer may send its first message.
    Entrance(QByteArray domain, std::shared_ptr<Authenticator> authenticator,
             std::chrono::milliseconds passLifetime);
    Q_DISABLE_COPY_MOVE(Entrance)

    [[nodiscard]] const QByteArray &domain() const { return m_domain; }
    [[nodiscard]] Authenticator &authenticator() const { return *m_authenticator; }
    /// In any thread.
    [[nodiscard]] Passes &passes() { return m_passes; }

    /// Has \a told called in the guard's thread with each ClientRefused, until it is replaced, which waits for a call that is under way. Any
    /// thread; told soon returns.
    void setRefusalHandler(std::function<void(const LinkEvent &)> told);

    // ---- for the guard's thread

    /// True when nobody need be asked about \a applicant: it comes with the wrong mechanism, or from where too much has failed.
    [[nodiscard]] bool isClosedTo(const Applicant &applicant, TimePoint now);
    /// The same about who has just connected from \a origin: his keys might be guesses, and ØMQ finds out that they are wrong before it asks anybody.
    [[nodiscard]] bool isClosedTo(const Origin &origin, TimePoint now);
    /// Somebody from \a group, as Origin::group, did not get as far as being asked about, as his keys were wrong.
    void noteWrongKey(const QByteArray &group, TimePoint now);
    /// Those about whom is being decided.
    [[nodiscard]] Waiters &waiters() { return m_waiters; }
    /// Heeds \a outcome, what was decided about \a applicant; its pass, or an empty one if it may not come in.
    [[nodiscard]] std::string settle(const Applicant &applicant, const Verdict::Outcome &outcome,
                                     TimePoint now);

private:
    [[nodiscard]] bool isShutOut(const Applicant &applicant, TimePoint now);
    void tell(const Applicant &applicant, LinkEvent::Failure failure, const QString &reason);

    const QByteArray m_domain;
    const std::shared_ptr<Authenticator> m_authenticator;
    Passes m_passes;
    FailureRates m_rates; // the guard's thread's own, as are the next
    Waiters m_waiters;
    std::mutex m_mutex; // protects what follows, and is held while it is called
    std::function<void(const LinkEvent &)> m_told;
};

} // namespace heliograph
