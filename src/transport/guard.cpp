// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/guard.h"

#include "transport/admission.h"
#include "transport/entrance.h"
#include "transport/gate.h"
#include "transport/monitor.h"

#include <QtCore/qset.h>

#include <zmq.hpp>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace heliograph {

namespace {

constexpr int eventsPerTurn = 256; // so that one noisy socket does not keep the others waiting

} // namespace

struct Guard::Private
{
    struct Watch
    {
        quint64 key;
        std::unique_ptr<Monitor> monitor;
        Sink sink;
        std::shared_ptr<Admission> admission; // null for a socket that does not listen
        std::shared_ptr<Entrance> entrance;   // null when nobody is asked who comes
        std::deque<LinkEvent> refusals = {};  // which wait for whose they are, the oldest first
        QSet<QString> gone = {};              // from where strangers have gone, until all was read
    };
    using Watches = std::vector<std::unique_ptr<Watch>>;

    explicit Private(zmq::context_t &context);

    void run();
    void wake(); // with the mutex held
    bool exchange(Watches &watches, std::vector<zmq_pollitem_t> &items);
    void emptyAlarm();
    static void tell(Watch &watch);
    static void tellRefusal(Watch &watch, int descriptor, const Origin &origin);
    static void turnAway(Watch &watch, int descriptor);
    static void noteGone(Watch &watch);
    static void lookAtStrangers(Watches &watches);
    [[nodiscard]] static long timeToNextLook(const Watches &watches);

    std::mutex mutex; // guards everything up to the next empty line
    std::condition_variable returning;
    zmq::socket_t bell;
    Watches arriving;
    std::vector<quint64> leaving;
    std::map<quint64, std::unique_ptr<Watch>> returned; // by key; empty pointer: there was none
    quint64 lastKey = 0;
    bool isRung = false;
    bool isEnding = false;

    zmq::socket_t alarm; // the thread's own
    Gate gate;
    std::thread thread;
};

Guard::Private::Private(zmq::context_t &context)
    : bell(context, zmq::socket_type::pair), alarm(context, zmq::socket_type::pair), gate(context, [this] {
          const std::lock_guard lock(mutex);
          wake();
      })
{
    bell.set(zmq::sockopt::linger, 0);
    alarm.set(zmq::sockopt::linger, 0);
    alarm.bind("inproc://heliograph-guard"); // one guard in a context
    bell.connect("inproc://heliograph-guard");
}

void Guard::Private::run()
{
    Watches watches;
    std::vector<zmq_pollitem_t> items;
    while (exchange(watches, items)) {
        gate.answer(Gate::TimePoint::clock::now()); // what was decided since the bell was last rung
        // A failure is EINTR: the next turn does the same again.
        if (zmq_poll(items.data(), static_cast<int>(items.size()), timeToNextLook(watches)) < 0)
            continue;
        if (items[1].revents & ZMQ_POLLIN)
            gate.readRequests(Gate::TimePoint::clock::now());
        for (std::size_t i = 0; i < watches.size(); ++i) {
            if (items[i + 2].revents & ZMQ_POLLIN)
                tell(*watches[i]);
        }
        lookAtStrangers(watches);
    }
}

void Guard::Private::lookAtStrangers(Watches &watches)
{
    const auto now = Admission::Clock::now();
    for (const auto &watch : watches) {
        if (watch->entrance) // soon enough: while strangers are there this comes round again and again
            watch->entrance->waiters().expire(now);
        if (!watch->admission)
            continue;
        for (const int descriptor : watch->admission->look(now))
            watch->sink(LinkEvent{LinkEvent::Type::GreetingOverdue, descriptor, 0, {}});
        if (const std::optional<QString> report = watch->admission->takeReport(now))
            watch->sink(LinkEvent{LinkEvent::Type::StrangersCut, -1, 0, *report});
    }
}

/// In milliseconds; -1: when something happens.
long Guard::Private::timeToNextLook(const Watches &watches)
{
    std::optional<Admission::TimePoint> next;
    for (const auto &watch : watches) {
        const auto time = watch->admission ? watch->admission->nextLook() : std::nullopt;
        if (time && (!next || *time < *next))
            next = time;
    }
    if (!next)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - Admission::Clock::now());
    return static_cast<long>(std::max<qint64>(left.count(), 0));
}

void Guard::Private::wake()
{
    if (std::exchange(isRung, true))
        return;
    zmq_send(bell.handle(), "", 0, ZMQ_DONTWAIT);
}

/// Takes over what add() and remove() ask for; false when the thread has to end.
bool Guard::Private::exchange(Watches &watches, std::vector<zmq_pollitem_t> &items)
{
    const std::lock_guard lock(mutex);
    emptyAlarm();
    if (isEnding)
        return false;
    if (arriving.empty() && leaving.empty() && !items.empty())
        return true;

    std::move(arriving.begin(), arriving.end(), std::back_inserter(watches));
    arriving.clear();
    for (const quint64 key : leaving) {
        const auto found = std::find_if(watches.begin(), watches.end(),
                                        [key](const auto &watch) { return watch->key == key; });
        auto &place = returned[key];
        if (found != watches.end()) {
            place = std::move(*found);
            watches.erase(found);
        }
    }
    if (!leaving.empty()) {
        leaving.clear();
        returning.notify_all();
    }

    items.assign({{alarm.handle(), 0, ZMQ_POLLIN, 0}, {gate.handle().handle(), 0, ZMQ_POLLIN, 0}});
    for (const auto &watch : watches)
        items.push_back({watch->monitor->handle().handle(), 0, ZMQ_POLLIN, 0});
    return true;
}

void Guard::Private::emptyAlarm()
{
    if (!std::exchange(isRung, false))
        return;
    zmq::message_t ring;
    while (zmq_msg_recv(ring.handle(), alarm.handle(), ZMQ_DONTWAIT) >= 0) {
    }
}

void Guard::Private::tell(Watch &watch)
{
    for (int i = 0; i < eventsPerTurn; ++i) {
        const auto event = watch.monitor->next();
        if (!event)
            return noteGone(watch);
        if (event->type == LinkEvent::Type::ClientRefused && watch.admission) {
            watch.refusals.push_back(*event);
            continue;
        }
        if (event->type == LinkEvent::Type::Disconnected && watch.admission) {
            const Origin origin = watch.admission->strangerAt(event->fd).value_or(Origin());
            tellRefusal(watch, event->fd, origin);
            if (watch.entrance && !origin.name.isEmpty())
                watch.gone.insert(origin.name);
        }
        if (watch.admission)
            watch.admission->note(*event, Admission::Clock::now());
        if (event->type == LinkEvent::Type::Accepted)
            turnAway(watch, event->fd);
        watch.sink(*event);
    }
}

/// ØMQ says that it refused somebody, but not whom; right after that, that his connection is gone.
void Guard::Private::tellRefusal(Watch &watch, int descriptor, const Origin &origin)
{
    if (watch.refusals.empty())
        return;
    LinkEvent refusal = std::move(watch.refusals.front());
    watch.refusals.pop_front();
    refusal.fd = descriptor; // so that it is not taken for one that was told
    refusal.address = origin.name;
    if (watch.entrance && refusal.failure == LinkEvent::Failure::WrongServerKey)
        watch.entrance->noteWrongKey(origin.group, Entrance::TimePoint::clock::now());
    watch.sink(refusal);
}

/// Who has just connected, if too much has failed where he comes from.
void Guard::Private::turnAway(Watch &watch, int descriptor)
{
    const std::optional<Origin> origin =
        watch.entrance && watch.admission ? watch.admission->strangerAt(descriptor) : std::nullopt;
    if (origin && watch.entrance->isClosedTo(*origin, Entrance::TimePoint::clock::now()))
        watch.admission->cut(descriptor, std::nullopt,
                             QStringLiteral("too many attempts from there had failed"));
}

/// When all that happened was read: others may have come from there, too. Which of them waits for which verdict, ØMQ does not tell.
void Guard::Private::noteGone(Watch &watch)
{
    const QSet<QString> gone = std::exchange(watch.gone, {});
    for (const QString &address : gone) {
        if (watch.entrance->waiters().isAny(address) && !watch.admission->hasStranger(address))
            watch.entrance->waiters().abandon(address);
    }
}

Guard::Guard(zmq::context_t &context) : d(std::make_unique<Private>(context))
{
    // The application's signals belong to the application's threads. The new thread inherits the mask.
    sigset_t all;
    sigset_t previous;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous);
    d->thread = std::thread([this] { d->run(); });
    pthread_sigmask(SIG_SETMASK, &previous, nullptr);
}

Guard::~Guard()
{
    {
        const std::lock_guard lock(d->mutex);
        d->isEnding = true;
        d->wake();
    }
    d->thread.join();
}

quint64 Guard::add(std::unique_ptr<Monitor> monitor, Sink sink, std::shared_ptr<Admission> admission,
                   std::shared_ptr<Entrance> entrance)
{
    if (admission)
        admission->setWake([this] {
            const std::lock_guard lock(d->mutex);
            d->wake();
        });
    const std::lock_guard lock(d->mutex);
    const quint64 key = ++d->lastKey;
    d->arriving.push_back(std::make_unique<Private::Watch>(
        Private::Watch{key, std::move(monitor), std::move(sink), std::move(admission), std::move(entrance)}));
    d->wake();
    return key;
}

Gate &Guard::gate()
{
    return d->gate;
}

void Guard::remove(quint64 key)
{
    // The monitor ends here, not in the guard's thread: it has to stop in the thread of the monitored socket,
    // and the guard's thread could otherwise drop the last reference to the context that waits for it.
    std::unique_ptr<Private::Watch> watch;
    std::unique_lock lock(d->mutex);
    Q_ASSERT(std::this_thread::get_id() != d->thread.get_id());
    d->leaving.push_back(key);
    d->wake();
    d->returning.wait(lock, [this, key] { return d->returned.contains(key); });
    watch = std::move(d->returned.extract(key).mapped());
    lock.unlock();
    if (watch && watch->admission)
        watch->admission->setWake(nullptr);
}

} // namespace heliograph
