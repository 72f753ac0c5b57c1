// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>

#include "security/attemptfault.h"
#include "security/endpointfault.h"
#include "security/username.h"
#include "security/waitingplaces.h"
#include "security/workthreads.h"

namespace heliograph {

namespace {

// Each waits for some 35 ms times those before it: who would wait longer than a second is told so instead.
constexpr int mostWaiting = 32;
constexpr int mostWaitingOfOrigin = 4;

WorkThreads &checkingThreads()
{
    static WorkThreads &two = *new WorkThreads(2);
    return two;
}

// For tcp the address is of no use: whoever is on this host may come from each of 127.x.x.x.
QString originOf(const Attempt &attempt)
{
    return attempt.address.isEmpty() ? attempt.origin : QStringLiteral("tcp");
}

// One that waits, with all that it needs when the authenticator is gone.
struct Check
{
    PasswordFile passwords;
    Attempt attempt;
    Verdict verdict;
    WaitingPlaces::Place place;

    void run()
    {
        if (!verdict.isWanted())
            return refuse(Error(ErrorCode::Refused, QStringLiteral("The client has gone.")));
        try {
            const bool isRight = passwords.verify(attempt.user, QUtf8StringView(attempt.password.view()));
            place.reset(); // before it is told, or who hears of it finds no room
            if (isRight)
                return verdict.accept(normalUserName(attempt.user));
            // Not which of the two.
            refuse(Error(ErrorCode::Refused, QStringLiteral("The user or the password is wrong.")));
        } catch (const Error &error) {
            refuse(error);
        } catch (const std::exception &failure) {
            refuse(Error(ErrorCode::Busy, QString::fromUtf8(failure.what())));
        }
    }

    void refuse(const Error &reason)
    {
        place.reset();
        verdict.refuse(reason);
    }
};

class PlainAuthenticator final : public Authenticator
{
public:
    explicit PlainAuthenticator(const PasswordFile &passwords) : m_passwords(passwords) {}

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Plain; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        if (const Error error = m_passwords.error(); error.code() != ErrorCode::None)
            return error;
        return clearTextFault(endpoint, QStringLiteral("A password"));
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = localAttemptFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        WaitingPlaces::Place place = m_places.take(originOf(attempt));
        if (!place) {
            return verdict.refuse(Error(
                ErrorCode::Busy, QStringLiteral("Too many passwords wait to be checked; try again later.")));
        }
        const auto check =
            std::make_shared<Check>(Check{m_passwords, attempt, std::move(verdict), std::move(place)});
        if (!checkingThreads().run([check] { check->run(); })) {
            check->refuse(
                Error(ErrorCode::Busy,
                      QStringLiteral("No thread can be started to check a password; try again later.")));
        }
    }

private:
    const PasswordFile m_passwords;
    WaitingPlaces m_places = {mostWaiting, mostWaitingOfOrigin};
};

} // namespace

std::shared_ptr<Authenticator> authenticate::plain(const PasswordFile &passwords)
{
    return std::make_shared<PlainAuthenticator>(passwords);
}

} // namespace heliograph
