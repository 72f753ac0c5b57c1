// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/callcontext.h>

#include "channelgate.h"
#include "session/invocation.h"

#include <algorithm>

namespace heliograph {

namespace {

// Every invocation's way home is the gate of the channel that it came by.
std::shared_ptr<ChannelGate> gateOf(const std::shared_ptr<Invocation> &invocation)
{
    return invocation ? std::static_pointer_cast<ChannelGate>(invocation->home()) : nullptr;
}

// Calls of a handler outside of any call.
class NoCaller final : public Caller
{
public:
    void call(QAnyStringView, const CallOptions &, QByteArrayView, std::unique_ptr<PendingCall> call) override
    {
        call->fail(
            Error(ErrorCode::NeverSent, QStringLiteral("No call is being handled, so there is no caller.")));
    }
    void notify(QAnyStringView name, const CallOptions &, QByteArrayView) override
    {
        detail::logNotSent(name, Error(ErrorCode::NeverSent));
    }
    [[nodiscard]] bool isHere() const override { return true; }
};

} // namespace

CallContext::CallContext(std::shared_ptr<Invocation> invocation) : m_invocation(std::move(invocation)) {}
CallContext::~CallContext() = default;
CallContext::CallContext(const CallContext &) = default;
CallContext &CallContext::operator=(const CallContext &) = default;

CallContext CallContext::current()
{
    Invocation *const invocation = Invocation::current();
    return CallContext(invocation ? invocation->shared_from_this() : nullptr);
}

bool CallContext::isValid() const
{
    return m_invocation != nullptr;
}

Channel *CallContext::channel() const
{
    const std::shared_ptr<ChannelGate> gate = gateOf(m_invocation);
    return gate ? gate->channel() : nullptr;
}

QString CallContext::user() const
{
    return identity().user;
}

Identity CallContext::identity() const
{
    const std::shared_ptr<const Identity> caller = m_invocation ? m_invocation->caller() : nullptr;
    return caller ? *caller : Identity();
}

RemoteMethod CallContext::method(QAnyStringView name) const
{
    if (const std::shared_ptr<ChannelGate> gate = gateOf(m_invocation))
        return RemoteMethod(gate, name);
    return RemoteMethod(std::make_shared<NoCaller>(), name);
}

std::chrono::milliseconds CallContext::remainingTime() const
{
    if (!m_invocation)
        return std::chrono::milliseconds(0);
    if (m_invocation->id() == 0)
        return std::chrono::milliseconds::max();
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_invocation->deadline() - Clock::now());
    return std::max(left, std::chrono::milliseconds(0));
}

bool CallContext::isCanceled() const
{
    return m_invocation
           && (m_invocation->isCanceled()
               || (m_invocation->id() != 0 && Clock::now() >= m_invocation->deadline()));
}

} // namespace heliograph
