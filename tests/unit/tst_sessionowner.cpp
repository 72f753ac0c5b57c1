// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "session/fakes.h"

#include <QtTest/qtest.h>

// Owners that end a session in the middle of what it tells them. The address sanitizer watches.

using namespace heliograph;
using namespace std::chrono_literals;

namespace {

/// Detaches its session in one of the things that it is told.
class LeavingOwner : public FakeOwner
{
public:
    enum class When : quint8 { TurnOwed, Established, DeadlineAdded, Ending, Never };

    void turnOwed() override
    {
        FakeOwner::turnOwed();
        leave(When::TurnOwed);
    }
    void sessionEstablished() override
    {
        FakeOwner::sessionEstablished();
        leave(When::Established);
    }
    void deadlineAdded(TimePoint deadline) override
    {
        FakeOwner::deadlineAdded(deadline);
        leave(When::DeadlineAdded);
    }
    void sessionEnding(const Error &reason) override
    {
        FakeOwner::sessionEnding(reason);
        leave(When::Ending);
    }

    When when = When::Never;
    Session *session = nullptr;

private:
    void leave(When reached)
    {
        if (reached == when)
            session->detach();
    }
};

/// The server's end, with such an owner, and HELLO for it.
struct End
{
    explicit End(LeavingOwner::When when)
        : session(std::make_shared<Session>(SessionOptions{.role = PeerRole::Server,
                                                           .session = QByteArray(16, 's'),
                                                           .instance = QByteArray(16, 'i')},
                                            sink, owner))
    {
        owner.session = session.get();
        owner.when = when;
        Conversation talk;
        talk.client.session->greet();
        hello = talk.client.sink.frames.front();
    }
    ~End() { session->detach(); }
    Q_DISABLE_COPY_MOVE(End)

    FakeSink sink;
    LeavingOwner owner;
    std::shared_ptr<Session> session;
    QByteArray hello;
};

} // namespace

class TestSessionOwner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itMayLeaveBeforeTheSessionIsEstablished();
    void itMayLeaveWhenTheSessionIsEstablished();
    void itMayLeaveInTheMiddleOfACall();
    void itMayLeaveWhenTheSessionEnds();
};

void TestSessionOwner::itMayLeaveBeforeTheSessionIsEstablished()
{
    End end(LeavingOwner::When::TurnOwed); // by WELCOME
    end.session->receive(end.hello, {});
    QCOMPARE(end.owner.turnsOwed, 1);
    QCOMPARE(end.owner.established, 0);
    QCOMPARE(end.session->state(), Session::State::Ended);
}

void TestSessionOwner::itMayLeaveWhenTheSessionIsEstablished()
{
    End end(LeavingOwner::When::Established);
    end.session->receive(QByteArray(end.hello + end.hello), {}); // there is more in the frame
    QCOMPARE(end.owner.established, 1);
    QCOMPARE(end.session->state(), Session::State::Ended);
}

void TestSessionOwner::itMayLeaveInTheMiddleOfACall()
{
    for (const LeavingOwner::When when : {LeavingOwner::When::TurnOwed, LeavingOwner::When::DeadlineAdded}) {
        End end(LeavingOwner::When::Never);
        end.session->receive(end.hello, {});
        end.session->endTurn();
        end.owner.when = when;
        auto outcome = std::make_shared<Outcome>();
        (void)end.session->submit("f", 1s, "\x90", std::make_unique<FakeCall>(outcome), TimePoint());
        QCOMPARE(end.session->state(), Session::State::Ended);
        QCOMPARE(end.owner.deadlines.size(), when == LeavingOwner::When::TurnOwed ? 0 : 1);
    }
}

void TestSessionOwner::itMayLeaveWhenTheSessionEnds()
{
    End end(LeavingOwner::When::Ending);
    end.session->receive(end.hello, {});
    auto outcome = std::make_shared<Outcome>();
    (void)end.session->submit("f", 1s, "\x90", std::make_unique<FakeCall>(outcome), TimePoint());
    end.session->lose(Error(ErrorCode::ConnectionLost));
    QCOMPARE(outcome->ends, 1); // the call is told all the same
    QCOMPARE(end.owner.ending, 1);
    QCOMPARE(end.owner.ended.size(), 0);
}

QTEST_APPLESS_MAIN(TestSessionOwner)
#include "tst_sessionowner.moc"
