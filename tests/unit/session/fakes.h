// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/session.h"

#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

#include <deque>
#include <functional>
#include <memory>

/// A transport that keeps frames until a test takes them.
class FakeSink : public heliograph::FrameSink
{
public:
    [[nodiscard]] Result sendFrame(QByteArrayView head, QByteArrayView payload) override
    {
        if (result == Result::Sent)
            frames.push_back(head.toByteArray() + payload.toByteArray());
        return result;
    }

    Result result = Result::Sent;
    std::deque<QByteArray> frames;
};

/// What became of a call.
struct Outcome
{
    int ends = 0;
    bool isCanceled = false;
    QByteArray result;
    heliograph::Error error;
};

/// A call that tells how it ended.
class FakeCall : public heliograph::PendingCall
{
public:
    explicit FakeCall(std::shared_ptr<Outcome> outcome) : m_outcome(std::move(outcome)) {}
    void succeed(QByteArrayView result) override
    {
        ++m_outcome->ends;
        m_outcome->result = result.toByteArray();
    }
    void fail(const heliograph::Error &error) override
    {
        ++m_outcome->ends;
        m_outcome->error = error;
    }
    void endCanceled() override
    {
        ++m_outcome->ends;
        m_outcome->isCanceled = true;
    }

private:
    std::shared_ptr<Outcome> m_outcome;
};

/// Writes down what a session tells its owner.
class FakeOwner : public heliograph::SessionOwner
{
public:
    void sessionEstablished() override { ++established; }
    void sessionEnding(const heliograph::Error &) override { ++ending; }
    void sessionEnded(const heliograph::Error &reason) override { ended.append(reason); }
    [[nodiscard]] heliograph::TimePoint currentTime() const override { return now; }
    void resumeOwed() override { ++resumesOwed; }
    void turnOwed() override { ++turnsOwed; }
    void deadlineAdded(heliograph::TimePoint deadline) override { deadlines.append(deadline); }
    void peerIsSlow() override { ++slowPeers; }
    void creditReturned() override { ++creditsReturned; }
    void heartbeatLost() override { ++heartbeatsLost; }
    void heartbeatRestored() override { ++heartbeatsRestored; }

    int established = 0;
    int ending = 0;
    int turnsOwed = 0;
    int resumesOwed = 0;
    heliograph::TimePoint now{};
    QList<heliograph::Error> ended;
    QList<heliograph::TimePoint> deadlines;
    int slowPeers = 0;
    int creditsReturned = 0;
    int heartbeatsLost = 0;
    int heartbeatsRestored = 0;
};

/// Writes down what the peer asks for.
class FakeHandler : public heliograph::CallHandler
{
public:
    struct Asked
    {
        quint64 id = 0;
        QByteArray name;
        QByteArray payload;
        heliograph::milliseconds timeout{};
    };
    void handleCall(const heliograph::Call &call, const heliograph::Arrival &) override
    {
        calls.append({call.id, call.name.toByteArray(), call.payload.toByteArray(), call.timeout});
    }
    void handleNotify(const heliograph::Notify &notify, const heliograph::Arrival &) override
    {
        notifies.append({0, notify.name.toByteArray(), notify.payload.toByteArray(), {}});
        if (onNotify)
            onNotify();
    }
    void handleCancel(quint64 id) override { cancels.append(id); }
    [[nodiscard]] bool hasRoom() const override { return room; }
    void peerIsSlow() override { ++slowPeers; }
    void peerReads() override { ++reads; }

    QList<Asked> calls;
    QList<Asked> notifies;
    QList<quint64> cancels;
    bool room = true;
    int slowPeers = 0;
    int reads = 0;
    std::function<void()> onNotify; ///< what a handler does
};

/// One end of a conversation.
class Side
{
public:
    explicit Side(const heliograph::SessionOptions &options)
        : session(std::make_shared<heliograph::Session>(options, sink, owner))
    {
        session->setHandlers({.calls = &handler});
    }
    ~Side() { session->detach(); }
    Q_DISABLE_COPY_MOVE(Side)

    /// Makes a call at time \a now.
    std::shared_ptr<Outcome> call(QByteArrayView name, QByteArrayView payload = "\x90",
                                  heliograph::milliseconds timeout = heliograph::milliseconds(1000))
    {
        auto outcome = std::make_shared<Outcome>();
        lastId = session->submit(name, timeout, payload, std::make_unique<FakeCall>(outcome), now);
        return outcome;
    }
    /// Works off a frame as if it had come from the peer.
    void receive(QByteArrayView frame) { session->receive(frame, {now}); }

    FakeSink sink;
    FakeOwner owner;
    FakeHandler handler;
    heliograph::TimePoint now{};
    quint64 lastId = 0;
    std::shared_ptr<heliograph::Session> session;
};

/// Two ends and the frames between them; nothing moves but by deliver().
class Conversation
{
public:
    explicit Conversation(const heliograph::SessionOptions &clientOptions = {},
                          heliograph::SessionOptions serverOptions = {})
        : client(clientOptions), server(asServer(std::move(serverOptions)))
    {
    }
    /// Ends both turns and carries frames until none is left.
    void deliver()
    {
        do {
            client.session->endTurn();
            server.session->endTurn();
        } while (carry(client, server) || carry(server, client));
    }
    /// The handshake.
    void establish()
    {
        client.session->greet();
        deliver();
    }

    Side client;
    Side server;

private:
    static heliograph::SessionOptions asServer(heliograph::SessionOptions options)
    {
        options.role = heliograph::PeerRole::Server;
        options.session = QByteArray(16, 's');
        options.instance = QByteArray(16, 'i');
        return options;
    }
    static bool carry(Side &from, Side &to)
    {
        const std::deque<QByteArray> frames = std::exchange(from.sink.frames, {});
        for (const QByteArray &frame : frames)
            to.receive(frame);
        return !frames.empty();
    }
};

/// Whether a call from the client is still answered: the good call behind each bad input.
inline bool answersCalls(Conversation &talk)
{
    const qsizetype before = talk.server.handler.calls.size();
    const std::shared_ptr<Outcome> outcome = talk.client.call("good");
    talk.deliver();
    if (talk.server.handler.calls.size() != before + 1)
        return false;
    talk.server.session->reply(talk.server.handler.calls.constLast().id, "\x2a");
    talk.deliver();
    return outcome->ends == 1 && outcome->result == "\x2a";
}
