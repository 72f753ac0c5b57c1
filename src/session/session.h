// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/arrival.h"
#include "session/handlers.h"
#include "session/outbox.h"
#include "session/outgoingcalls.h"
#include "session/pendingcalls.h"
#include "session/pulse.h"
#include "session/reassembly.h"
#include "session/recordqueue.h"
#include "wire/message.h"

#include <heliograph/heartbeat.h>
#include <heliograph/limits.h>

#include <memory>
#include <optional>

namespace heliograph {

/// What a session tells its owner. Each of these may delete the owner, which then calls Session::detach().
class SessionOwner
{
public:
    virtual ~SessionOwner() = default;
    /// The peer, who says that it is \a user, has greeted; returns why it gets no session, if it does not.
    [[nodiscard]] virtual std::optional<Error> objectionTo(const QByteArray &user)
    {
        Q_UNUSED(user)
        return std::nullopt;
    }
    /// Calls can be made from now on.
    virtual void sessionEstablished() = 0;
    /// The session ends, for \a reason; calls made from now on belong to the next one. Pending calls end after this.
    virtual void sessionEnding(const Error &reason) = 0;
    /// The session is over, for \a reason, and every pending call has ended.
    virtual void sessionEnded(const Error &reason) = 0;
    /// The current time, to see when a turn is over.
    [[nodiscard]] virtual TimePoint currentTime() const = 0;
    /// A record is worked off, which may take an event loop of its own, and more wait behind it: if the event loop
    /// gets to run, Session::resume() must be called.
    virtual void resumeOwed() = 0;
    /// Session::endTurn() must be called when the event loop is about to go on.
    virtual void turnOwed() = 0;
    /// The peer does not keep up: Session::isOverBudget().
    virtual void peerIsSlow() = 0;
    /// The peer had as many calls as it takes, and takes more now.
    virtual void creditReturned() = 0;
    /// A call was added that may expire before all others.
    virtual void deadlineAdded(TimePoint deadline) = 0;
    /// The peer is silent for too long, and is heard again.
    virtual void heartbeatLost() = 0;
    virtual void heartbeatRestored() = 0;
};

/// What this end says of itself in the handshake.
struct SessionOptions
{
    PeerRole role = PeerRole::Client;
    QByteArray user = {};       ///< the name this end claims
    bool trustPeerName = false; ///< believe the name that the peer claims
    Limits limits = {};         ///< in their ranges
    Heartbeat heartbeat = {};   ///< in its ranges; a client's says only whether there is any
    QByteArray session = {};    ///< 16 random bytes, used by the side that accepts
    QByteArray instance = {};   ///< 16 random bytes
};

/// One conversation, from HELLO to its loss: handshake, pending calls, and the order of what leaves. Knows
/// neither sockets nor clocks nor threads; all calls come in the owner's thread. Shared, so that it outlives
/// an owner that is deleted while a frame is being worked off.
class Session : public std::enable_shared_from_this<Session>
{
public:
    enum class State : quint8 {
        Idle,     ///< nothing was said yet; the accepting side waits for HELLO
        Greeting, ///< HELLO was sent, WELCOME is awaited
        Established,
        Ended
    };

    Session(SessionOptions options, FrameSink &sink, SessionOwner &owner);
    Q_DISABLE_COPY_MOVE(Session)

    /// Who works off what the peer sends, each until the session ends; null: nothing of that kind can be had here.
    struct Handlers
    {
        CallHandler *calls = nullptr;
        PublicationHandler *publications = nullptr;
        SubscriptionHandler *subscriptions = nullptr;
    };
    void setHandlers(const Handlers &handlers) { m_handlers = handlers; }
    /// Says HELLO: the side that connected begins.
    void greet();
    /// Works off one frame of the peer, behind what is left of the frames before. Stops when the turn is over, and
    /// keeps the rest for resume().
    void receive(QByteArrayView frame, const Arrival &arrival);
    /// Works off what is left, until \a turnEnds.
    void resume(TimePoint turnEnds);
    /// True while resume() has something to do.
    [[nodiscard]] bool hasUnread() const { return !m_records.isEmpty(); }
    /// What was joined in this turn leaves.
    void endTurn();
    /// The transport can take frames again.
    void writable();

    /// Sends a call; \a call is completed by the answer, the deadline or the end of the session.
    /// Returns its id, or 0 when the call has failed already.
    quint64 submit(QByteArrayView name, milliseconds timeout, QByteArrayView payload,
                   std::unique_ptr<PendingCall> call, TimePoint now);
    /// True while the peer takes calls; submit() is not to be called else.
    [[nodiscard]] bool hasCredit() const { return m_pending.count() < m_peerCredit; }
    /// Sends a one-way call; false when it is larger than the peer takes.
    [[nodiscard]] bool notify(QByteArrayView name, QByteArrayView payload);
    /// The caller of \a id has given up: tells the peer and ends the call as canceled.
    void cancel(quint64 id);
    /// Answers the peer's call \a id with a msgpack value, or with an error.
    void reply(quint64 id, QByteArrayView payload);
    void fail(quint64 id, const Error &error);
    /// The same for a call that is not run. A peer that brings about more of these than it reads is disconnected.
    void refuseCall(quint64 id, const Error &error);
    /// To be called when the session begins, and once in each interval of heartbeat(): pings a silent peer. Returns whether it is one.
    bool beat();
    /// Pings the peer, which answers when it has worked off what was sent before; returns the number for Pulse::lastAnswered().
    [[nodiscard]] quint64 ping();
    /// What both ends agreed on; an interval of 0: no heartbeats.
    [[nodiscard]] const Heartbeat &heartbeat() const { return m_pulse.heartbeat(); }
    /// When the peer was heard, and how far away it is.
    [[nodiscard]] const Pulse &pulse() const { return m_pulse; }

    /// Asks the peer for events and properties, and takes that back. Ids are the caller's own.
    void subscribe(quint64 id, QByteArrayView name);
    void acquire(quint64 id, QByteArrayView name);
    void release(quint64 id);
    /// Tells the peer how what it asked for stands.
    void sendStatus(quint64 id, ErrorCode code, QByteArrayView text);
    /// The same as the first answer to what it asked for. A peer that brings about more of these than it reads is disconnected.
    void answerSubscription(quint64 id, ErrorCode code, QByteArrayView text);
    /// Sends an event, which is dropped if the peer does not keep up; false when it is too large for the peer.
    [[nodiscard]] bool sendEvent(quint64 id, quint64 number, QByteArrayView arguments);
    void sendLost(quint64 id, quint64 number);
    /// Sends an object's properties, or the changed ones; false when they are too large, or not takesNews().
    [[nodiscard]] bool sendObject(quint64 id, QByteArrayView description, QByteArrayView values);
    [[nodiscard]] bool sendChanged(quint64 id, QByteArrayView values);
    /// False while the peer leaves so much unread that changes are not sent.
    [[nodiscard]] bool takesNews() const { return m_outbox.takesNews(); }
    /// True while so many calls wait for the peer to work off one-way calls that no more of those should be made.
    [[nodiscard]] bool holdsTooMany() const
    {
        return m_outgoing.waitingBytes() >= m_options.limits.unreadBytes;
    }
    /// True while more waits for the peer than may.
    [[nodiscard]] bool isOverBudget() const { return m_outbox.isOverBudget() || holdsTooMany(); }
    /// How far the peer has come.
    struct Progress
    {
        quint64 frames = 0; ///< that it worked off
        quint64 oneWay = 0; ///< the same in bytes of one-way calls
    };
    [[nodiscard]] Progress progress() const { return {m_outbox.acknowledged(), m_outgoing.acknowledged()}; }
    /// Whether the peer has not moved \a since, although more waits for it than may, beside events.
    [[nodiscard]] bool isStuck(const Progress &since) const
    {
        return (!takesNews() && progress().frames == since.frames)
               || (holdsTooMany() && progress().oneWay == since.oneWay);
    }
    /// False while anything waits for the peer.
    [[nodiscard]] bool hasSentAll() const { return m_outbox.isEmpty() && m_outgoing.isEmpty(); }
    /// Tells the peer how far what it sent is worked off, if it is time for that: of one-way calls while CallHandler::hasRoom().
    void acknowledge();

    /// Whether calls that ended with the session were not told yet.
    [[nodiscard]] bool hasEndedCalls() const { return !m_ended.empty(); }
    /// Goes on to fail the calls that ended with the session, for \a reason: in an event loop that the completion of one runs.
    void failEnded(const Error &reason);
    /// Ends the calls whose deadline has passed, one after the other: those that are left may be ended in an event loop that the
    /// completion of one runs.
    void expire(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const { return m_pending.nextDeadline(); }
    [[nodiscard]] PendingCall *pending(quint64 id) const { return m_pending.find(id); }
    [[nodiscard]] qsizetype pendingCount() const { return m_pending.count(); }

    /// Says goodbye with \a reason and ends; pending calls end with what is known of their outcome.
    void close(const Error &reason);
    /// The link is gone, for \a reason.
    void lose(const Error &reason);
    /// The owner and the sink are going away: ends without telling anyone.
    void detach();

    [[nodiscard]] State state() const { return m_state; }
    /// The peer's name, empty while it has none that is trusted. UTF-8.
    [[nodiscard]] const QByteArray &peerUser() const { return m_peerUser; }
    /// The random bytes that name this session on both ends.
    [[nodiscard]] const QByteArray &id() const { return m_options.session; }

private:
    struct RecordVisitor;
    void read(TimePoint turnEnds);
    void accept(const Hello &hello);
    void accept(const Welcome &welcome);
    template <typename Greeting>
    void establish(const Greeting &greeting, const Heartbeat &heartbeat);
    void returnCredit();
    void accept(const Goodbye &goodbye);
    void accept(const Chunk &chunk, const Arrival &arrival, bool reassembled);
    void accept(const Reply &reply, TimePoint now);
    void accept(const Failure &failure);
    void accept(const Ack &ack);
    void refuse(const Error &error);
    void malformed(const QString &reason);
    void write(const SendOrder &order, const Encoder &head, QByteArrayView payload = {});
    void writeCall(quint64 id, quint64 oneWay, QByteArrayView name, QByteArrayView payload);
    void writeUnsent();
    void countOneWay(const Notify &notify);
    void writeFailure(quint64 id, const Error &error);
    void writeRefusal(const SendOrder &order, const Encoder &record);
    void writeControl(const Encoder &record);
    void writeCancel(quint64 id, quint64 record);
    // While something is written into the outbox; then tells what follows from it.
    class Writing
    {
    public:
        explicit Writing(Session &session);
        ~Writing();
        Q_DISABLE_COPY_MOVE(Writing)

    private:
        Session &m_session;
        const bool m_isOwed;
        const bool m_wasSlow;
        const bool m_tookNews;
    };
    void countFrame(QByteArrayView frame);
    void tellReading();
    void end(const Error &reason);
    [[nodiscard]] bool fits(qsizetype size) const;
    [[nodiscard]] bool refusesTooMuch() const { return m_refused > m_options.limits.unreadBytes; }

    SessionOptions m_options;
    FrameSink &m_sink;
    SessionOwner *m_owner; // null once detached
    Handlers m_handlers;
    State m_state = State::Idle;
    Outbox m_outbox;
    OutgoingCalls m_outgoing; // those that wait to get into the outbox
    PendingCalls m_pending;
    std::vector<PendingCalls::Expired> m_ended; // with the session, and not told yet; the oldest last
    Pulse m_pulse;
    RecordQueue m_records; // that came and were not worked off
    Reassembly m_reassembly;
    Encoder m_head; // scratch for record heads
    QByteArray m_peerUser;
    quint64 m_peerMaxPayload = 0;
    qsizetype m_peerCredit = 0;
    int m_malformed = 0;
    qsizetype m_refused = 0;          // bytes of the refusals written since more waits for the peer than may
    quint64 m_received = 0;           // frames that count
    quint64 m_acknowledged = 0;       // of those
    qsizetype m_unacknowledged = 0;   // bytes of the others
    quint64 m_oneWay = 0;             // bytes of one-way calls that came
    quint64 m_oneWayAcknowledged = 0; // of those
};

} // namespace heliograph
