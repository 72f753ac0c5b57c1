// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "channelcore.h"

#include "channelsettings.h"
#include "security/username.h"
#include "transport/eventsocket.h"

#include <heliograph/channel.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qpointer.h>

#include <algorithm>

namespace heliograph {

using namespace std::chrono_literals;

namespace {

// How long a peer may take to greet.
constexpr milliseconds helloTime = 10s;

QEvent::Type turnEvent()
{
    static const int type = QEvent::registerEventType();
    return QEvent::Type(type);
}

} // namespace

ChannelCore::ChannelCore(Channel &channel, Settings settings)
    : QObject(&channel), m_channel(channel), m_settings(std::move(settings)),
      m_gate(std::make_shared<ChannelGate>(this)),
      m_subscriptions(std::make_shared<Subscriptions>(static_cast<SubscriptionOwner &>(*this))),
      m_objects(channel), m_sentWatch(
                              [this](quint64 id) {
                                  PendingCall *call = m_session ? m_session->pending(id) : nullptr;
                                  return call ? call->future() : std::nullopt;
                              },
                              [this](quint64 id) {
                                  const QPointer<ChannelCore> self(this);
                                  if (m_session)
                                      m_session->cancel(id);
                                  if (self)
                                      continueClosing();
                              }),
      m_waitingWatch(
          [this](quint64 number) {
              PendingCall *call = m_waiting.find(number);
              return call ? call->future() : std::nullopt;
          },
          [this](quint64 number) {
              const QPointer<ChannelCore> self(this);
              if (const std::unique_ptr<PendingCall> call = m_waiting.take(number))
                  call->endCanceled();
              if (self)
                  submitWaiting(); // one-way calls behind it, which need no credit
              if (self)
                  continueClosing();
          })
{
    m_sentWatch.setParent(this);
    m_waitingWatch.setParent(this);
}

ChannelCore::~ChannelCore()
{
    const Error reason(ErrorCode::Closed, QStringLiteral("The channel was destroyed."));
    if (whenDying)
        whenDying();
    whenEstablished = nullptr;
    whenEnding = nullptr;
    whenEnded = nullptr;
    shut(reason);
    if (const std::shared_ptr<Session> ending = m_ending.lock())
        ending->detach(); // this is destroyed by what the session's end told someone
    m_subscriptions->detach();
    m_gate->close();
    expectSession(false, reason); // what the completions above called
    if (whenGone)
        whenGone();
}

void ChannelCore::attach(Link &link)
{
    m_link = &link;
    SessionOptions options = m_settings.session;
    options.session = randomKey();
    m_session = std::make_shared<Session>(options, link, static_cast<SessionOwner &>(*this));
    m_view = std::make_shared<PeerView>(m_settings.offer.registries);
    m_dispatcher = std::make_shared<Dispatcher>(m_session, m_view, m_gate, options.limits);
    m_publications = std::make_shared<Publications>(m_session, m_view, m_settings.offer.publisher,
                                                    options.limits.subscriptions);
    m_session->setHandlers({m_dispatcher.get(), m_publications.get(), m_subscriptions.get()});
    m_wasEstablished = false;
    if (link.speaksFirst())
        m_session->greet();
    else
        m_helloTimer.start(int(helloTime.count()), this);
}

bool ChannelCore::isEstablished() const
{
    return m_session && m_session->state() == Session::State::Established;
}

// ---- the link

void ChannelCore::frameReceived(QByteArrayView frame, const Arrival &arrival)
{
    if (m_session)
        read([&](Session &session) { session.receive(frame, arrival); });
}

void ChannelCore::resumeOwed()
{
    if (!m_resumeTimer.isActive())
        m_resumeTimer.start(0, this);
}

/// Has the session read, which may end it and this core.
template <typename Reading>
void ChannelCore::read(Reading reading)
{
    const QPointer<ChannelCore> self(this);
    const std::shared_ptr<Session> session = m_session;
    reading(*session);
    if (!self)
        return;
    const bool hasUnread = m_session && m_session->hasUnread();
    if (!hasUnread)
        m_resumeTimer.stop();
    // Frames behind one that is not worked off would only pile up here.
    if (m_link && std::exchange(m_holdsReading, hasUnread) != hasUnread)
        m_link->setReading(!hasUnread);
    if (m_dispatcher && m_dispatcher->holdsCalls() && !m_heldTimer.isActive())
        m_heldTimer.start(0, this);
    if (m_closing)
        turnOwed(); // where it is seen whether that was all
}

/// Runs the calls that were held until everything was read, which may be now.
void ChannelCore::runHeld()
{
    const bool isUnread = m_session && (m_session->hasUnread() || !m_link->isAllRead());
    if (isUnread)
        return;
    m_heldTimer.stop();
    const QPointer<ChannelCore> self(this);
    if (m_dispatcher)
        m_dispatcher->runHeld();
    if (self)
        endSessionTurn();
}

void ChannelCore::turnEnded()
{
    endSessionTurn();
}

void ChannelCore::linkWritable()
{
    if (m_session)
        m_session->writable();
    continueClosing();
}

void ChannelCore::linkLost(const Error &reason)
{
    m_link = nullptr;
    if (m_session)
        m_session->lose(reason);
}

// ---- the session

void ChannelCore::sessionEstablished()
{
    m_helloTimer.stop();
    m_wasEstablished = true;
    m_obstacle = Error();
    m_link->confirm();
    setIdentity(std::make_shared<const Identity>(peerIdentity(m_session->peerUser())));
    const QPointer<ChannelCore> self(this);
    m_subscriptions->begin(m_session);
    submitWaiting();
    if (!self || !isEstablished() || !setState(Channel::State::Connected))
        return;
    if (isEstablished())
        Q_EMIT m_channel.connected();
    const std::function<void()> tell = self && isEstablished() ? whenEstablished : nullptr;
    if (tell)
        tell();
    if (self && isEstablished())
        startBeating();
}

/// What the link found out comes before what the peer says of itself.
Identity ChannelCore::peerIdentity(const QByteArray &claimedUser) const
{
    Identity peer = m_link->identity();
    if (!peer.user.isEmpty())
        return peer;
    const QString name = normalUserName(QString::fromUtf8(claimedUser));
    if (!userNameFault(name))
        peer.user = name;
    return peer;
}

std::optional<Error> ChannelCore::objectionTo(const QByteArray &user)
{
    if (!user.isEmpty() && m_link->identity().user.isEmpty()) {
        if (const auto fault = userNameFault(normalUserName(QString::fromUtf8(user))))
            return Error(ErrorCode::Refused, QStringLiteral("A user's name %1.").arg(*fault));
    }
    return objection ? objection(m_link->identity(), peerIdentity(user).user) : std::nullopt;
}

/// Once in each session, before anything of the peer is worked off or told: what exists for it depends on it.
void ChannelCore::setIdentity(std::shared_ptr<const Identity> identity)
{
    m_view->setIdentity(identity);
    m_dispatcher->setCaller(identity);
    m_identity = std::move(identity);
}

void ChannelCore::sessionEnding(const Error &reason)
{
    if (whenEnding)
        whenEnding(reason, m_wasEstablished);
    m_isEnding = true;
    m_obstacle = reason;
    m_helloTimer.stop();
    m_beatTimer.stop();
    m_slowTimer.stop();
    m_heldTimer.stop();
    m_resumeTimer.stop();
    m_closeTimer.stop();
    m_closing.reset();
    m_holdsReading = false;
    m_sentWatch.clear();
    m_untold.clear();
    m_dispatcher->cancelAll();
    m_dispatcher.reset();
    m_publications.reset();
    m_view.reset();
    m_ending = m_session;
    m_session.reset(); // lives on in its own frame
    m_endTimer.start(0, this);
    // Those behind the calls that were sent, which the session fails first.
    addFailing(m_settings.expectsSession ? m_waiting.takeImpatient() : m_waiting.takeAll(),
               Error(ErrorCode::NeverSent, reason.message()));
    // Before anybody is told, who may end this, or the transport that owns the link.
    if (Link *const link = std::exchange(m_link, nullptr))
        link->drop();
}

void ChannelCore::sessionEnded(const Error &reason)
{
    const QPointer<ChannelCore> self(this);
    m_subscriptions->end(reason);
    if (self)
        failNext();
    if (self && !m_settings.expectsSession)
        expectSession(false, reason);
    if (!self)
        return;
    if (!setState(m_settings.expectsSession ? Channel::State::Connecting : Channel::State::Disconnected))
        return;
    if (std::exchange(m_wasEstablished, false))
        Q_EMIT m_channel.disconnected(reason);
    if (self)
        m_isEnding = false;
    const auto tell = self ? whenEnded : nullptr; // which may destroy this, and what it holds
    if (tell)
        tell();
}

void ChannelCore::signalConnected(const QByteArray &name)
{
    if (name == Publications::namesSignal)
        m_objects.begin();
    else
        Q_EMIT m_channel.signalConnected(QString::fromUtf8(name));
}

void ChannelCore::signalFailed(const QByteArray &name, const Error &error)
{
    Q_EMIT m_channel.signalFailed(QString::fromUtf8(name), error);
}

void ChannelCore::eventsLost(const QByteArray &name, quint64 count)
{
    Q_EMIT m_channel.eventsLost(QString::fromUtf8(name), count);
}

void ChannelCore::shut(const Error &reason)
{
    const QPointer<ChannelCore> self(this);
    expectSession(false, reason);
    if (!self || !m_session)
        return;
    const std::shared_ptr<Session> session = m_session;
    session->close(reason);
}

void ChannelCore::turnOwed()
{
    if (m_turnPosted || (m_link && m_link->joinTurn()))
        return;
    m_turnPosted = true;
    QCoreApplication::postEvent(this, new QEvent(turnEvent()));
}

bool ChannelCore::event(QEvent *event)
{
    if (event->type() != turnEvent())
        return QObject::event(event);
    m_turnPosted = false;
    endSessionTurn();
    return true;
}

// ---- time

void ChannelCore::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_deadlineTimer.timerId()) {
        expire();
    } else if (event->timerId() == m_endTimer.timerId()) {
        goOnFailing();
    } else if (event->timerId() == m_resumeTimer.timerId()) {
        const QPointer<ChannelCore> self(this);
        m_resumeTimer.stop(); // a timer does not fire inside its own event, where there may be an event loop
        if (m_session)
            read([](Session &session) { session.resume(Clock::now() + EventSocket::timePerTurn); });
        if (self)
            endSessionTurn();
    } else if (event->timerId() == m_heldTimer.timerId()) {
        runHeld();
    } else if (event->timerId() == m_slowTimer.timerId()) {
        watchSlowPeer();
    } else if (event->timerId() == m_closeTimer.timerId()) {
        shut(Error(m_closing->reason));
    } else if (event->timerId() == m_beatTimer.timerId()) {
        beat();
    } else if (event->timerId() == m_helloTimer.timerId()) {
        m_helloTimer.stop();
        if (m_session)
            m_session->close(Error(ErrorCode::ProtocolError, QStringLiteral("No greeting came.")));
    }
}

} // namespace heliograph
