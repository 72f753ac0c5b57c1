// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "end.h"

#include "callcheck.h"
#include "fuzz.h"
#include "session/ranges.h"
#include "wire/native.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace fuzz {

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

constexpr int mostSubscriptions = 16; // of an end's own, or some inputs take seconds
constexpr size_t mostReplicas = 4;
constexpr qsizetype mostUnderWay = 1024 * 1024; // of the arguments of its own calls
constexpr int rounds = 20; // of an event loop, in which handlers may give each other something to do
constexpr qsizetype longestFrame = 512 * 1024;
constexpr qsizetype longestAnswer = 400'000; // of what is exposed

// As small as can be, so that they are reached; a payload is larger than a chunk.
Limits smallLimits()
{
    return inRange(Limits{
        .maxPayload = 320 * 1024, .callsInFlight = 4, .callBytes = 0, .unreadBytes = 0, .subscriptions = 4});
}

SessionOptions optionsOf(PeerRole role)
{
    SessionOptions options;
    options.role = role;
    options.user = "ann";
    options.trustPeerName = true;
    options.limits = smallLimits();
    options.session = QByteArray(16, 's');
    options.instance = QByteArray(16, 'i');
    return options;
}

} // namespace

/// This thread; tasks run when the event loop does.
class End::Home final : public HomeThread
{
public:
    [[nodiscard]] bool isHere() const override { return true; }
    void post(std::function<void()> task) override { tasks.push_back(std::move(task)); }

    std::deque<std::function<void()>> tasks;
};

/// Writes down how a call ends.
class End::Completion final : public PendingCall
{
public:
    Completion(End &end, std::shared_ptr<Outcome> outcome) : m_end(end), m_outcome(std::move(outcome)) {}
    void succeed(QByteArrayView result) override
    {
        m_outcome->isDone = true;
        m_outcome->isRight = !m_outcome->expected || *m_outcome->expected == result;
        QVariant value;
        (void)heliograph::detail::decodeResult(*std::make_unique<Decoder>(result), value);
        tell();
    }
    void fail(const Error &error) override
    {
        require(error.code() != ErrorCode::None, "an error is one");
        m_outcome->code = error.code();
        tell();
    }
    void endCanceled() override
    {
        m_outcome->code = ErrorCode::Canceled;
        tell();
    }

private:
    void tell()
    {
        require(++m_outcome->ends == 1, "a call ends once");
        m_outcome->expected.reset();
        m_end.m_underWay -= m_outcome->size;
        m_end.whenTold();
    }

    End &m_end;
    const std::shared_ptr<Outcome> m_outcome;
};

End::End(PeerRole role, Exposures &things)
    : exposures(things), m_role(role), m_now(Clock::now() + 24h), // no deadline passes by the real clock
      m_home(std::make_shared<Home>()),
      m_chain(std::make_shared<RegistryChain>(exposures.registry, std::nullopt)),
      m_publisher(std::make_shared<Publisher>(m_home)),
      m_session(std::make_shared<Session>(optionsOf(role), *this, static_cast<SessionOwner &>(*this))),
      m_view(std::make_shared<PeerView>(m_chain)),
      m_subscriptions(std::make_shared<Subscriptions>(static_cast<SubscriptionOwner &>(*this)))
{
    const Limits limits = smallLimits();
    m_chain->addWatcher(m_publisher);
    m_dispatcher = std::make_shared<Dispatcher>(m_session, m_view, m_home, limits);
    m_publications = std::make_shared<Publications>(m_session, m_view, m_publisher, limits.subscriptions);
    m_session->setHandlers({m_dispatcher.get(), m_publications.get(), m_subscriptions.get()});
    exposures.leave = [this] { leave(); };
}

End::~End()
{
    whenTold = [] {};
    whenHeard = [](const SignalNews &) {};
    lose();
    settle();
    require(m_ended == m_endings || m_hasLeft, "an end that began is told, but to who left");
    leave();
    exposures.reset(); // which drops what was still to be answered
    settle();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    for (const std::shared_ptr<Outcome> &outcome : outcomes)
        require(outcome->ends == 1, "each call ends");
}

// ---- what happens to it

void End::greet()
{
    m_session->greet();
}

void End::receive(QByteArrayView frame, bool hurried)
{
    if (!m_session)
        return;
    const std::shared_ptr<Session> session = m_session;
    session->receive(frame, {m_now, 0ms, hurried ? m_now : TimePoint::max()});
}

void End::settle()
{
    for (int round = 0; round < rounds; ++round) {
        for (const std::function<void()> &task : std::exchange(m_home->tasks, {}))
            task();
        QCoreApplication::sendPostedEvents();
        if (const std::shared_ptr<Session> ending = m_ending.lock())
            ending->failEnded(Error(*reason)); // which an outer end() has not come to
        if (const std::shared_ptr<Session> session = m_session; session && session->hasUnread())
            session->resume(TimePoint::max());
        if (const auto dispatcher = m_dispatcher; dispatcher && m_session && !m_session->hasUnread())
            dispatcher->runHeld();
        if (const std::shared_ptr<Session> session = m_session)
            session->endTurn();
        if (m_home->tasks.empty())
            return;
    }
}

void End::pass(milliseconds time)
{
    m_now += time;
    if (const std::shared_ptr<Session> session = m_session)
        session->expire(m_now);
    if (const std::shared_ptr<Session> session = m_session)
        (void)session->beat();
}

void End::setFull(bool isFull)
{
    m_isFull = isFull;
    if (m_session && !isFull)
        m_session->writable();
}

void End::lose()
{
    if (const std::shared_ptr<Session> session = m_session)
        session->lose(Error(ErrorCode::ConnectionLost));
}

void End::close()
{
    if (const std::shared_ptr<Session> session = m_session)
        session->close(Error(ErrorCode::Closed));
}

void End::leave()
{
    if (std::exchange(m_hasLeft, true))
        return;
    close();
    // Who leaves in the middle of its end has no part in the rest of it, but for the calls.
    if (const std::shared_ptr<Session> ending = m_ending.lock())
        ending->detach();
    m_subscriptions->detach();
}

// ---- what it does

std::shared_ptr<Outcome> End::call(QByteArrayView name, QByteArrayView arguments, milliseconds timeout)
{
    if (!isEstablished() || !m_session->hasCredit() || m_session->holdsTooMany() || checkCall(name, timeout)
        || m_underWay + arguments.size() > mostUnderWay)
        return nullptr;
    m_underWay += arguments.size();
    const auto outcome =
        std::make_shared<Outcome>(Outcome{.deadline = m_now + timeout, .size = arguments.size()});
    outcomes.push_back(outcome);
    auto completion = std::make_unique<Completion>(*this, outcome);
    const std::shared_ptr<Session> session = m_session;
    if (const quint64 id = session->submit(name, timeout, arguments, std::move(completion), m_now))
        m_calls.push_back(id);
    return outcome;
}

bool End::notify(QByteArrayView name, QByteArrayView arguments)
{
    return isEstablished() && !m_session->holdsTooMany() && !checkCall(name, 1ms)
           && m_session->notify(name, arguments);
}

void End::cancel(size_t index)
{
    const std::shared_ptr<Session> session = m_session;
    if (!session)
        return;
    std::erase_if(m_calls, [&](quint64 id) { return !session->pending(id); });
    if (index < m_calls.size())
        session->cancel(m_calls[index]);
}

void End::subscribe(const QByteArray &name)
{
    if (++m_subscriptionsMade > mostSubscriptions)
        return;
    const auto slot = [this, name](int value) { hear({SignalNews::Kind::Event, name, quint64(value)}); };
    m_subscriptions->connect(name, heliograph::detail::makeReceiver(&m_receiver, slot));
    m_subscriptions->check(name);
}

void End::unsubscribe()
{
    (void)m_subscriptions->disconnect(QByteArray(), nullptr);
}

void End::acquire(const QByteArray &name)
{
    if (m_replicas.size() == mostReplicas)
        return;
    m_replicas.push_back(m_subscriptions->acquire(name));
    m_replicas.back()->addListener(this);
}

void End::releaseObjects()
{
    for (const auto &replica : std::exchange(m_replicas, {})) {
        replica->removeListener(this);
        m_subscriptions->released(replica);
    }
}

QByteArray End::known(const QByteArray &object, const QByteArray &property) const
{
    for (const auto &replica : m_replicas) {
        if (replica->name() == object && replica->state() == ObjectReplica::State::Ready)
            return replica->value(property);
    }
    return {};
}

// ---- what it is told

bool End::isEstablished() const
{
    return m_session && m_session->state() == Session::State::Established;
}

void End::sessionEstablished()
{
    ++m_established;
    const auto identity = std::make_shared<const Identity>();
    m_view->setIdentity(identity);
    m_dispatcher->setCaller(identity);
    const auto subscriptions = m_subscriptions;
    subscriptions->begin(m_session);
    whenTold();
}

void End::sessionEnding(const Error &why)
{
    ++m_endings;
    reason = why;
    m_dispatcher->cancelAll();
    m_dispatcher.reset();
    m_publications.reset();
    m_view.reset();
    m_ending = m_session;
    m_session.reset(); // lives on in its own frame
}

void End::sessionEnded(const Error &why)
{
    ++m_ended;
    const auto subscriptions = m_subscriptions;
    subscriptions->end(why);
    whenTold();
}

void End::hear(const SignalNews &news)
{
    whenHeard(news);
    whenTold();
}

FrameSink::Result End::sendFrame(QByteArrayView head, QByteArrayView payload)
{
    if (m_isFull)
        return Result::Full;
    const QByteArray frame = head.toByteArray() + payload.toByteArray();
    require(frame.size() <= longestFrame, "a frame is not longer than a peer takes");
    require(!m_saidGoodbye, "nothing follows a GOODBYE");
    checkSent(frame);
    if (!native::isControl(frame))
        ++m_frames;
    sent.push_back(frame);
    return Result::Sent;
}

/// What the peer reads in what is sent.
void End::checkSent(QByteArrayView frame)
{
    native::RecordReader reader(frame);
    bool isFirst = m_frames == 0 && !native::isControl(frame);
    while (const std::optional<Message> message = reader.next()) {
        require(!std::holds_alternative<Malformed>(*message), "an end sends good records");
        m_saidGoodbye = m_saidGoodbye || std::holds_alternative<Goodbye>(*message);
        const bool isGreeting = m_role == PeerRole::Client ? std::holds_alternative<Hello>(*message)
                                                           : std::holds_alternative<Welcome>(*message);
        require(m_saidGoodbye || isGreeting == isFirst, "a greeting comes first, and once");
        isFirst = false;
        checkHidden(*message);
        if (const auto *chunk = std::get_if<Chunk>(&*message)) {
            const Reassembly::Result whole = m_reassembly.add(*chunk);
            require(whole.error.isNull(), "an end sends good chunks");
            if (!whole.record.isEmpty())
                checkSent(whole.record);
        }
    }
    require(reader.error().isNull(), "an end sends good frames");
}

/// What was said when the peer was not staff never leaves, also not when it is by now.
void End::checkHidden(const Message &message) const
{
    const auto isNews = [](const auto &record) {
        using Record = std::remove_cvref_t<decltype(record)>;
        return std::is_same_v<Record,
                              Event> || std::is_same_v<Record, Object> || std::is_same_v<Record, Changed>;
    };
    std::visit(
        [&](const auto &record) {
            if constexpr (requires { record.payload; })
                require(!isNews(record) || exposures.staff.isKeptIn(record.payload),
                        "what is hidden is not told");
        },
        message);
}

void End::check() const
{
    require(m_established <= 1 && m_endings <= 1 && m_ended <= m_endings, "a session begins and ends once");
    require(!m_session || m_session->state() != Session::State::Ended, "a session that ended is let go");
}

void End::checkDeadlines() const
{
    for (const std::shared_ptr<Outcome> &outcome : outcomes)
        require(outcome->ends == 1 || outcome->deadline > m_now, "a call ends at its deadline");
}

qsizetype End::mostMemory()
{
    const Limits limits = smallLimits();
    const qsizetype payload = limits.maxPayload;
    const qsizetype calls = 2 * (limits.callBytes + payload); // that are held, and that run
    const qsizetype oneWay = limits.callBytes + 2 * qsizetype(OutgoingCalls::oneWayLimit) + payload;
    const qsizetype incoming = Reassembly::maximumTransfers * payload + calls + oneWay;
    // Who holds so much may always add one more of each kind.
    const qsizetype answers = (limits.callsInFlight + limits.subscriptions) * longestAnswer;
    const qsizetype ownCalls = mostUnderWay + qsizetype(OutgoingCalls::oneWayLimit) + longestAnswer;
    const qsizetype outgoing = 3 * limits.unreadBytes + answers + ownCalls;
    const qsizetype replicas = qsizetype(mostReplicas) * 2 * payload;
    return (incoming + outgoing + replicas) / 2 * 3; // as the heap wants it
}

} // namespace fuzz
