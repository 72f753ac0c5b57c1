// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/authenticate.h>

#include "runinpool.h"
#include "security/attemptfault.h"
#include "security/username.h"

#include <QtCore/qthreadpool.h>

#include <atomic>

namespace heliograph {

namespace {

// Each waits for some 35 ms times those before it: who would wait longer than a second is told so instead.
constexpr int mostWaiting = 32;

class CheckingThreads : public QThreadPool
{
public:
    CheckingThreads() { setMaxThreadCount(2); }
};

// What the threads share with the authenticator, which does not wait for them.
struct Checks
{
    const PasswordFile passwords;
    std::atomic<int> waiting = 0;
};

Verdict::Outcome outcomeOf(const PasswordFile &passwords, const Attempt &attempt)
{
    try {
        if (passwords.verify(attempt.user, attempt.password))
            return normalUserName(attempt.user);
        // Not which of the two.
        return Error(ErrorCode::Refused, QStringLiteral("The user or the password is wrong."));
    } catch (const Error &error) {
        return error;
    } catch (const std::exception &failure) {
        return Error(ErrorCode::Busy, QString::fromUtf8(failure.what()));
    }
}

class PlainAuthenticator final : public Authenticator
{
public:
    explicit PlainAuthenticator(const PasswordFile &passwords) : m_checks(new Checks{.passwords = passwords})
    {
    }

    [[nodiscard]] Mechanism mechanism() const override { return Mechanism::Plain; }

    [[nodiscard]] std::optional<Error> check(const QString &endpoint) const override
    {
        if (const Error error = m_checks->passwords.error(); error.code() != ErrorCode::None)
            return error;
        return offHostFault(endpoint, QStringLiteral("A password"));
    }

    void decide(const Attempt &attempt, Verdict verdict) override
    {
        if (const auto fault = localAttemptFault(attempt, mechanism()))
            return verdict.refuse(*fault);
        if (m_checks->waiting.fetch_add(1) >= mostWaiting) {
            m_checks->waiting.fetch_sub(1);
            return verdict.refuse(Error(
                ErrorCode::Busy, QStringLiteral("Too many passwords wait to be checked; try again later.")));
        }
        static CheckingThreads threads;
        auto pending = std::make_shared<Verdict>(std::move(verdict));
        detail::runInPool(threads, [checks = m_checks, attempt, pending] {
            const Verdict::Outcome outcome = outcomeOf(checks->passwords, attempt);
            checks->waiting.fetch_sub(1); // before it is told, or who hears of it finds no room
            if (const auto *const user = std::get_if<QString>(&outcome))
                pending->accept(*user);
            else
                pending->refuse(std::get<Error>(outcome));
        });
    }

private:
    const std::shared_ptr<Checks> m_checks;
};

} // namespace

std::shared_ptr<Authenticator> authenticate::plain(const PasswordFile &passwords)
{
    return std::make_shared<PlainAuthenticator>(passwords);
}

} // namespace heliograph
