// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/invocation.h"

#include "meta/target.h"
#include "session/dispatcher.h"
#include "session/fakes.h"
#include "session/methods.h"
#include "wire/native.h"

#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// Finds nothing but what the test sets.
class OneName : public MethodLookup
{
public:
    [[nodiscard]] std::shared_ptr<const MethodSet> find(QByteArrayView) const override { return set; }
    [[nodiscard]] std::vector<std::shared_ptr<const MethodSet>> all() const override { return {set}; }
    std::shared_ptr<const MethodSet> set;
};

/// The thread of the test; what others post waits until run().
class FakeHome : public HomeThread
{
public:
    [[nodiscard]] bool isHere() const override { return std::this_thread::get_id() == m_thread; }
    void post(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    /// To be called when no other thread is left.
    size_t run()
    {
        const std::vector<std::function<void()>> tasks = std::exchange(m_tasks, {});
        for (const std::function<void()> &task : tasks)
            task();
        return tasks.size();
    }

private:
    const std::thread::id m_thread = std::this_thread::get_id();
    std::vector<std::function<void()>> m_tasks;
};

void inAnotherThread(const std::function<void()> &task)
{
    std::thread(task).join();
}

} // namespace

class TestInvocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theValueIsTheAnswer();
    void anExceptionIsTheAnswer();
    void whoeverDropsItAnswersHandlerGone();
    void itIsAnsweredOnce();
    void whatIsDiscardedIsNotAnswered();
    void aCanceledOneIsNotRun();
    void afterItsDeadlineItIsNotRun();
    void aDeadTargetIsHandlerGone();
    void handlersFindTheirCall();
    void answersFromOtherThreadsGoHome();
    void dropsInOtherThreadsGoHome();
    void anAnswerAfterTheEndReachesNobody();
    void aOneWayFailureIsLogged();

private:
    /// The call of \a method, held by the test as an object's thread or a pool would hold it.
    template <typename F>
    std::shared_ptr<Invocation> hold(F callable, std::shared_ptr<Target> target = nullptr,
                                     milliseconds timeout = 60s)
    {
        const std::shared_ptr<Method> method = makeMethod("f", std::move(callable));
        method->target = std::move(target);
        return std::make_shared<Invocation>(registerCall(), method, Clock::now() + timeout, m_home,
                                            m_dispatcher);
    }
    /// Makes the dispatcher wait for the answer to a new call, which never comes from elsewhere; its id.
    quint64 registerCall();
    /// The one record that was sent to the peer since the last time.
    std::optional<Message> answer();

    std::unique_ptr<Conversation> m_talk;
    std::shared_ptr<FakeHome> m_home;
    std::shared_ptr<OneName> m_lookup;
    std::shared_ptr<Dispatcher> m_dispatcher;
    std::vector<std::shared_ptr<Invocation>> m_parked; // stand in the dispatcher for those of the tests
    std::deque<QByteArray> m_frames;                   // what answer() refers to
    quint64 m_lastId = 0;
};

void TestInvocation::init()
{
    m_talk = std::make_unique<Conversation>();
    m_home = std::make_shared<FakeHome>();
    m_lookup = std::make_shared<OneName>();
    const std::shared_ptr<Method> park = makeMethod("park", [this] {
        m_parked.push_back(Invocation::current()->shared_from_this());
        Invocation::current()->discard();
    });
    m_lookup->set = std::make_shared<MethodSet>(setOf({park}));
    m_dispatcher = std::make_shared<Dispatcher>(m_talk->server.session, m_lookup, m_home, Limits());
    m_talk->server.session->setHandlers({.calls = m_dispatcher.get()});
    m_talk->establish();
}

void TestInvocation::cleanup()
{
    if (m_dispatcher)
        m_dispatcher->cancelAll();
    m_parked.clear();
    m_dispatcher.reset();
    m_talk.reset();
}

quint64 TestInvocation::registerCall()
{
    m_dispatcher->handleCall(Call{++m_lastId, "park", 60s, "\x90"}, {Clock::now()});
    return m_lastId;
}

std::optional<Message> TestInvocation::answer()
{
    m_talk->server.session->endTurn();
    m_frames = std::exchange(m_talk->server.sink.frames, {});
    QByteArray all;
    for (const QByteArray &frame : m_frames)
        all += frame;
    m_frames = {all};
    native::RecordReader reader(m_frames.front());
    const std::optional<Message> message = reader.next();
    if (reader.next())
        return Malformed{0, QStringLiteral("more than one answer")};
    return message;
}

void TestInvocation::theValueIsTheAnswer()
{
    hold([] { return 5; })->run();
    const std::optional<Message> sent = answer();
    QVERIFY(sent);
    QCOMPARE(std::get<Reply>(*sent).id, m_lastId);
    QCOMPARE(std::get<Reply>(*sent).payload.toByteArray(), QByteArray("\x05"));
}

void TestInvocation::anExceptionIsTheAnswer()
{
    hold([]() -> int { throw std::out_of_range("too far"); })->run();
    QCOMPARE(std::get<Failure>(*answer()).className.toByteArray(), QByteArray("std::out_of_range"));
    hold([]() -> int { throw 5; })->run(); // no class at all
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::RemoteException);
}

void TestInvocation::whoeverDropsItAnswersHandlerGone()
{
    hold([] {}).reset();
    const std::optional<Message> sent = answer();
    QVERIFY(sent);
    QCOMPARE(std::get<Failure>(*sent).id, m_lastId);
    QCOMPARE(std::get<Failure>(*sent).code, ErrorCode::HandlerGone);
}

void TestInvocation::itIsAnsweredOnce()
{
    std::shared_ptr<Invocation> invocation = hold([] { return 5; });
    invocation->fail(Error(ErrorCode::Busy));
    invocation->fail(Error(ErrorCode::Busy));
    invocation->run();
    invocation.reset();
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::Busy);
}

void TestInvocation::whatIsDiscardedIsNotAnswered()
{
    std::shared_ptr<Invocation> invocation = hold([] {});
    invocation->discard();
    invocation.reset();
    QVERIFY(!answer());
}

void TestInvocation::aCanceledOneIsNotRun()
{
    int runs = 0;
    const std::shared_ptr<Invocation> invocation = hold([&runs] { ++runs; });
    invocation->cancel();
    invocation->run();
    QCOMPARE(runs, 0);
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::Canceled);
}

void TestInvocation::afterItsDeadlineItIsNotRun()
{
    int runs = 0;
    hold([&runs] { ++runs; }, nullptr, -1ms)->run();
    QCOMPARE(runs, 0);
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::TimedOut);
}

void TestInvocation::aDeadTargetIsHandlerGone()
{
    int runs = 0;
    auto object = std::make_unique<QObject>();
    const std::shared_ptr<Invocation> invocation = hold([&runs] { ++runs; }, Target::watch(object.get()));
    object.reset();
    invocation->run();
    QCOMPARE(runs, 0);
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::HandlerGone);
}

void TestInvocation::handlersFindTheirCall()
{
    QVERIFY(!Invocation::current());
    const Invocation *inside = nullptr;
    const Invocation *behind = nullptr;
    const std::shared_ptr<Invocation> inner = hold([&inside] { inside = Invocation::current(); });
    const std::shared_ptr<Invocation> outer = hold([&inner, &behind] {
        inner->run(); // as a nested event loop would
        behind = Invocation::current();
        throw std::runtime_error("left early");
    });
    outer->run();
    QCOMPARE(inside, inner.get());
    QCOMPARE(behind, outer.get());
    QVERIFY(!Invocation::current());
}

void TestInvocation::answersFromOtherThreadsGoHome()
{
    const std::shared_ptr<Invocation> invocation = hold([] { return 5; });
    inAnotherThread([&] { invocation->run(); });
    QVERIFY(!answer());
    QCOMPARE(m_home->run(), 1u);
    QCOMPARE(std::get<Reply>(*answer()).payload.toByteArray(), QByteArray("\x05"));
}

void TestInvocation::dropsInOtherThreadsGoHome()
{
    std::shared_ptr<Invocation> invocation = hold([] {});
    inAnotherThread([&] { invocation.reset(); });
    QVERIFY(!answer());
    QCOMPARE(m_home->run(), 1u);
    QCOMPARE(std::get<Failure>(*answer()).code, ErrorCode::HandlerGone);
}

void TestInvocation::anAnswerAfterTheEndReachesNobody()
{
    const std::shared_ptr<Invocation> here = hold([] { return 5; });
    const std::shared_ptr<Invocation> elsewhere = hold([] { return 6; });
    inAnotherThread([&] { elsewhere->run(); });
    m_parked.clear();
    m_dispatcher.reset();
    here->run();
    m_home->run();
    QVERIFY(!answer());
}

void TestInvocation::aOneWayFailureIsLogged()
{
    const std::shared_ptr<Method> method =
        makeMethod("log", []() -> int { throw std::runtime_error("disk is full"); });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("log.*failed.*disk is full")));
    std::make_shared<Invocation>(0, method, TimePoint::min(), m_home, m_dispatcher)->run();
    QVERIFY(!answer());
}

QTEST_GUILESS_MAIN(TestInvocation)
#include "tst_invocation.moc"
