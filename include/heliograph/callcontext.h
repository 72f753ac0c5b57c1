// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/identity.h>
#include <heliograph/remotemethod.h>

#include <QtCore/qstring.h>

#include <chrono>
#include <memory>

namespace heliograph {

class Channel;
class Invocation;

/// The call that a handler is running: who called, for how long the answer is of use. A value; a handler that
/// answers later (with a QFuture) keeps a copy and asks it again. Thread-safe but for channel().
class HELIOGRAPH_EXPORT CallContext
{
public:
    /// The call that the calling thread is running now; isValid() is false outside of handlers.
    [[nodiscard]] static CallContext current();
    ~CallContext();
    CallContext(const CallContext &);
    CallContext &operator=(const CallContext &);

    /// True in a handler.
    [[nodiscard]] bool isValid() const;
    /// The caller's channel, nullptr when the session is over. Only in the thread of the Server or Client.
    [[nodiscard]] Channel *channel() const;
    /// The caller's user name; empty when it has none that is trusted.
    [[nodiscard]] QString user() const;
    /// Who calls: user, mechanism, address and key; says nothing outside of handlers.
    [[nodiscard]] Identity identity() const;
    /// A handle to call the caller back, safe in any thread and at any time.
    [[nodiscard]] RemoteMethod method(QAnyStringView name) const;
    /// What remains until the caller stops waiting; at least 0. The maximum for a one-way call.
    [[nodiscard]] std::chrono::milliseconds remainingTime() const;
    /// True when nobody waits any more: the caller canceled, its deadline passed, or its session is over.
    [[nodiscard]] bool isCanceled() const;

private:
    explicit CallContext(std::shared_ptr<Invocation> invocation);
    std::shared_ptr<Invocation> m_invocation;
};

} // namespace heliograph
