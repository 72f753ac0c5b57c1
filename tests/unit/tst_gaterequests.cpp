// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/gatekeeper.h"

#include <QtTest/qtest.h>

#include <zmq.hpp>

#include <atomic>
#include <semaphore>
#include <thread>

using namespace heliograph;
using Failure = LinkEvent::Failure;

/// What the gate makes of requests that ØMQ would not write: any part of the program may.
class TestGateRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aGoodOneIsDecidedUpon();
    void othersLetNobodyIn_data();
    void othersLetNobodyIn();
    void whoFailsTooOftenIsNotAskedAbout();
    void aGuesserOnThisHostIsOneWhereverHeComesFrom_data();
    void aGuesserOnThisHostIsOneWhereverHeComesFrom();
    void aLateAnswerNeedsNothingElseToHappen();
};

namespace {

using Frames = std::vector<QByteArray>;

/// A listening socket, and a way to the gate that goes round it.
struct Stage
{
    explicit Stage(const std::shared_ptr<Authenticator> &authenticator)
        : number(Context::shared()->nextNumber() + 1), router(listening(authenticator, KeyPair::generate())),
          asker(context->handle(), zmq::socket_type::dealer)
    {
        asker.set(zmq::sockopt::linger, 0);
        asker.set(zmq::sockopt::rcvtimeo, 30'000);
        asker.connect("inproc://zeromq.zap.01");
    }

    [[nodiscard]] QByteArray domain() const { return "heliograph-" + QByteArray::number(number); }
    /// A request with \a requestId, from \a address.
    [[nodiscard]] Frames request(const QByteArray &requestId, const QByteArray &address = "192.0.2.1") const
    {
        return {"", "1.0", requestId, domain(), address, "", "NULL"};
    }
    void send(const Frames &frames)
    {
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const auto flags = i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
            asker.send(zmq::buffer(frames[i].constData(), std::size_t(frames[i].size())), flags);
        }
    }
    /// The next answer; empty when none comes in 30 s.
    [[nodiscard]] Frames answer()
    {
        Frames frames;
        zmq::message_t frame;
        do {
            if (!asker.recv(frame))
                return {};
            frames.emplace_back(static_cast<const char *>(frame.data()), qsizetype(frame.size()));
        } while (frame.more());
        return frames;
    }

    std::shared_ptr<Context> context = Context::shared();
    const quint64 number; // of the socket's domain: the first that it takes
    Listening router;
    zmq::socket_t asker;
};

} // namespace

Q_DECLARE_METATYPE(Frames)

void TestGateRequests::aGoodOneIsDecidedUpon()
{
    Stage stage(gatekeeper(Mechanism::Null, letIn));
    QSet<QByteArray> passes;
    for (const QByteArray id : {"1", "2"}) {
        stage.send(stage.request(id));
        const Frames answer = stage.answer();
        QCOMPARE(answer.size(), std::size_t(7));
        QCOMPARE(answer[0], QByteArray());
        QCOMPARE(answer[1], QByteArray("1.0"));
        QCOMPARE(answer[2], id);
        QCOMPARE(answer[3], QByteArray("200"));
        QCOMPARE(answer[5].size(), 32);
        passes.insert(answer[5]);
    }
    QCOMPARE(passes.size(), 2);
}

void TestGateRequests::othersLetNobodyIn_data()
{
    QTest::addColumn<Mechanism>("mechanism"); // of the socket
    QTest::addColumn<Frames>("frames");
    const QByteArray key(32, 'k');
    const QByteArray large(1024 * 1024, 'x');
    const QByteArray domain = "DOMAIN"; // stands for the socket's own
    const auto row = [](const char *name, Mechanism mechanism, const Frames &frames) {
        QTest::newRow(name) << mechanism << frames;
    };
    const auto request = [&domain](const QByteArray &mechanism, const Frames &credentials) {
        Frames frames{"", "1.0", "1", domain, "127.0.0.1", "", mechanism};
        frames.insert(frames.end(), credentials.begin(), credentials.end());
        return frames;
    };
    row("one frame", Mechanism::Null, {"x"});
    row("one empty frame", Mechanism::Null, {""});
    row("no delimiter", Mechanism::Null, {"1.0", "1", domain, "127.0.0.1", "", "NULL"});
    row("a delimiter that is none", Mechanism::Null, {"x", "1.0", "1", domain, "127.0.0.1", "", "NULL"});
    row("another version", Mechanism::Null, {"", "1.1", "1", domain, "127.0.0.1", "", "NULL"});
    row("a long version", Mechanism::Null, {"", large, "1", domain, "127.0.0.1", "", "NULL"});
    row("no mechanism", Mechanism::Null, {"", "1.0", "1", domain, "127.0.0.1", ""});
    row("no domain", Mechanism::Null, {"", "1.0", "1", "", "127.0.0.1", "", "NULL"});
    row("an unknown domain", Mechanism::Null, {"", "1.0", "1", "heliograph-0", "127.0.0.1", "", "NULL"});
    row("a domain with more behind a zero byte", Mechanism::Null,
        {"", "1.0", "1", domain + QByteArray("\0x", 2), "127.0.0.1", "", "NULL"});
    row("a long domain", Mechanism::Null, {"", "1.0", "1", large, "127.0.0.1", "", "NULL"});
    row("a long address", Mechanism::Null, {"", "1.0", "1", domain, large, "", "NULL"});
    row("a long id", Mechanism::Null, {"", "1.0", large, domain, "127.0.0.1", "", "NULL"});
    row("an unknown mechanism", Mechanism::Null, request("GSSAPI", {"x"}));
    row("NULL with credentials", Mechanism::Null, request("NULL", {"x"}));
    row("ten thousand frames", Mechanism::Null, request("NULL", Frames(10'000)));
    row("PLAIN without credentials", Mechanism::Plain, request("PLAIN", {}));
    row("PLAIN without a password", Mechanism::Plain, request("PLAIN", {"alice"}));
    row("PLAIN with three", Mechanism::Plain, request("PLAIN", {"alice", "x", "y"}));
    row("a long password", Mechanism::Plain, request("PLAIN", {"alice", large}));
    row("CURVE without a key", Mechanism::Curve, request("CURVE", {}));
    row("a short key", Mechanism::Curve, request("CURVE", {key.left(31)}));
    row("a long key", Mechanism::Curve, request("CURVE", {key + 'k'}));
    row("two keys", Mechanism::Curve, request("CURVE", {key, key}));
    row("NULL where keys are asked for", Mechanism::Curve, request("NULL", {}));
    row("PLAIN where keys are asked for", Mechanism::Curve, request("PLAIN", {"alice", "x"}));
    row("CURVE where none are", Mechanism::Null, request("CURVE", {key}));
}

void TestGateRequests::othersLetNobodyIn()
{
    QFETCH(Mechanism, mechanism);
    QFETCH(Frames, frames);
    std::atomic<int> asked = 0;
    Stage stage(gatekeeper(mechanism, [&asked](const Attempt &, Verdict verdict) {
        ++asked;
        verdict.accept({});
    }));
    for (QByteArray &frame : frames)
        frame.replace("DOMAIN", stage.domain());
    stage.send(frames);

    // What comes of another one shows that it was dealt with.
    Stage control(gatekeeper(Mechanism::Null, letIn));
    Frames last = control.request("control");
    stage.send(last);
    Frames answer;
    do {
        answer = stage.answer();
        QVERIFY(answer.size() == 7);
        QCOMPARE(answer[3] == "200", answer[2] == "control");
        QCOMPARE(answer[5].isEmpty(), answer[2] != "control");
    } while (answer[2] != "control");
    QCOMPARE(asked.load(), 0);
}

void TestGateRequests::whoFailsTooOftenIsNotAskedAbout()
{
    std::atomic<int> asked = 0;
    Stage stage(gatekeeper(Mechanism::Null, [&asked](const Attempt &attempt, Verdict verdict) {
        ++asked;
        if (attempt.address == u"192.0.2.1")
            keepOut(attempt, std::move(verdict));
        else
            letIn(attempt, std::move(verdict));
    }));
    constexpr int attempts = 5000; // a thousand seconds' worth
    for (int i = 0; i < attempts; ++i)
        stage.send(stage.request("1"));
    int refused = 0;
    int putOff = 0;
    for (int i = 0; i < attempts; ++i) {
        const QByteArray status = stage.answer().at(3);
        refused += status == "400" ? 1 : 0;
        putOff += status == "300" ? 1 : 0;
    }
    QCOMPARE(refused, asked.load());
    QCOMPARE(putOff, attempts - refused);
    QVERIFY(asked >= 20);
    QVERIFY(putOff > 0);
    QVERIFY(runUntil([&] {
        return std::any_of(
            stage.router.told.events.begin(), stage.router.told.events.end(), [](const auto &event) {
                return event.failure == Failure::TooManyFailures && event.address == u"192.0.2.1";
            });
    }));
    stage.send(stage.request("2", "192.0.2.2"));
    QCOMPARE(stage.answer().at(3), QByteArray("200"));
}

void TestGateRequests::aGuesserOnThisHostIsOneWhereverHeComesFrom_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("loopback") << QByteArray("127.0.0.%1");
    QTest::newRow("ipc") << QByteArray("localhost:1000:1000:%1");
}

void TestGateRequests::aGuesserOnThisHostIsOneWhereverHeComesFrom()
{
    QFETCH(const QByteArray, address);
    Stage stage(gatekeeper(Mechanism::Null, keepOut));
    constexpr int attempts = 250; // fifty seconds' worth
    int putOff = 0;
    for (int i = 0; i < attempts; ++i)
        stage.send(stage.request("1", QString::fromLatin1(address).arg(i).toLatin1()));
    for (int i = 0; i < attempts; ++i)
        putOff += stage.answer().at(3) == "300" ? 1 : 0;
    QVERIFY(putOff > 0);
}

/// With real clients the guard wakes up by itself, as strangers have to be looked after.
void TestGateRequests::aLateAnswerNeedsNothingElseToHappen()
{
    std::optional<Verdict> kept;
    std::binary_semaphore isAsked{0};
    Stage stage(gatekeeper(Mechanism::Null, [&](const Attempt &, Verdict verdict) {
        kept.emplace(std::move(verdict));
        isAsked.release();
    }));
    stage.send(stage.request("late"));
    isAsked.acquire();
    // The answer to another one comes when the guard has nothing left to do.
    Stage control(gatekeeper(Mechanism::Null, letIn));
    stage.send(control.request("control"));
    QCOMPARE(stage.answer().at(2), QByteArray("control"));
    std::thread([&kept] { kept->accept({}); }).join();
    const Frames answer = stage.answer();
    QCOMPARE(answer.size(), std::size_t(7));
    QCOMPARE(answer[2], QByteArray("late"));
    QCOMPARE(answer[3], QByteArray("200"));
}

QTEST_GUILESS_MAIN(TestGateRequests)

#include "tst_gaterequests.moc"
