// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gate.h"

#include "transport/entrance.h"
#include "transport/origin.h"
#include "transport/receiveframe.h"

#include <array>
#include <string_view>
#include <utility>

namespace heliograph {

namespace {

constexpr int requestsPerTurn = 64; // so that strangers do not keep the guard from its other work

// The client is told, and has no reason to come again; or hears nothing until its handshake's time is over, and comes again.
constexpr std::string_view never = "400";
constexpr std::string_view later = "300";

/// Of somebody who does not come in. Only what was decided about himself is his last word: a server that is closing, or has no room, says nothing of him, nor
/// does one that took him for gone.
std::string_view refusalFor(const VerdictQueue::Decided &decided)
{
    const auto *const error = std::get_if<Error>(&decided.outcome);
    return error && error->code() != ErrorCode::Busy && !decided.abandoned->load() ? never : later;
}

/// Of somebody who has gone: it need not have been looked at, let alone have failed.
bool isRefusalOfNobody(const VerdictQueue::Decided &decided)
{
    return std::holds_alternative<Error>(decided.outcome) && decided.abandoned->load();
}

/// Takes a message; false when none is there. Of one with more frames than any request only so many are kept.
bool receiveMessage(zmq::socket_t &socket, std::vector<zmq::message_t> &frames)
{
    frames.clear();
    bool isMore = true;
    while (isMore) {
        zmq::message_t frame;
        if (!receiveFrame(socket, frame))
            return false;
        isMore = frame.more();
        if (frames.size() <= ZapRequest::mostFrames)
            frames.push_back(std::move(frame));
    }
    return true;
}

Applicant applicantOf(const Attempt &attempt, const Origin &origin)
{
    return {.identity = {.mechanism = attempt.mechanism,
                         .user = {},
                         .address = origin.address,
                         .isLocal = origin.isLocal,
                         .key = attempt.key},
            .origin = origin.name,
            .group = origin.group,
            .claimedUser = attempt.user};
}

} // namespace

Gate::Gate(zmq::context_t &context, std::function<void()> wake)
    : m_socket(context, zmq::socket_type::router), m_verdicts(std::make_shared<VerdictQueue>(std::move(wake)))
{
    m_socket.set(zmq::sockopt::linger, 0);
    m_socket.set(zmq::sockopt::sndhwm, 0); // nothing is sent but one answer to each who asks
    m_socket.bind("inproc://zeromq.zap.01");
}

Gate::~Gate()
{
    m_verdicts->close();
}

void Gate::open(const std::shared_ptr<Entrance> &entrance)
{
    const std::lock_guard lock(m_mutex);
    m_entrances[entrance->domain()] = entrance;
}

void Gate::close(const Entrance &entrance)
{
    const std::lock_guard lock(m_mutex);
    m_entrances.erase(entrance.domain());
}

std::shared_ptr<Entrance> Gate::find(const QByteArray &domain)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entrances.find(domain);
    return found == m_entrances.end() ? nullptr : found->second.lock();
}

void Gate::readRequests(TimePoint now)
{
    std::vector<zmq::message_t> frames;
    for (int i = 0; i < requestsPerTurn && receiveMessage(m_socket, frames); ++i) {
        if (const auto request = ZapRequest::read(frames))
            ask(*request, now);
    }
}

void Gate::ask(const ZapRequest &request, TimePoint now)
{
    const std::shared_ptr<Entrance> entrance = find(request.domain);
    if (!entrance)
        return reply(request.sender, {}, later); // a server that has just closed
    const Origin origin = Origin::read(request.address);
    Attempt attempt = request.attempt;
    attempt.address = origin.address;
    attempt.isLocal = origin.isLocal;
    attempt.origin = origin.name;
    const Applicant applicant = applicantOf(attempt, origin);
    if (entrance->isClosedTo(applicant, now)) {
        const bool isSoonOpen = attempt.mechanism == entrance->authenticator().mechanism();
        return reply(request.sender, {}, isSoonOpen ? later : never);
    }
    const Waiters::Abandoned abandoned = entrance->waiters().add(applicant.origin, now);
    Verdict verdict(
        [verdicts = m_verdicts, sender = request.sender, entrance = std::weak_ptr(entrance), applicant,
         abandoned](const Verdict::Outcome &outcome) {
            verdicts->post({sender, entrance, applicant, outcome, abandoned});
        },
        abandoned);
    try {
        entrance->authenticator().decide(attempt, std::move(verdict));
    } catch (...) { // an application's code: the verdict, wherever it is dropped, is a refusal
    }
}

void Gate::answer(TimePoint now)
{
    for (const VerdictQueue::Decided &decided : m_verdicts->take()) {
        const std::shared_ptr<Entrance> entrance = decided.entrance.lock();
        std::string pass;
        if (entrance && !isRefusalOfNobody(decided))
            pass = entrance->settle(decided.applicant, decided.outcome, now);
        reply(decided.sender, pass, entrance ? refusalFor(decided) : later);
    }
}

/// To be called once for each request: ØMQ ends the process at a second answer. Without a \a pass it is \a refusal.
void Gate::reply(const ZapRequest::Sender &sender, const std::string &pass, std::string_view refusal)
{
    const std::array<std::string_view, 8> frames = {
        std::string_view(sender.routingId.constData(), std::size_t(sender.routingId.size())),
        {},
        "1.0",
        std::string_view(sender.requestId.constData(), std::size_t(sender.requestId.size())),
        pass.empty() ? refusal : "200",
        pass.empty() ? "Refused" : "OK",
        pass,
        {}};
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const int more = i + 1 < frames.size() ? ZMQ_SNDMORE : 0;
        while (zmq_send(m_socket.handle(), frames[i].data(), frames[i].size(), ZMQ_DONTWAIT | more) < 0
               && zmq_errno() == EINTR) {
        }
    }
}

} // namespace heliograph
