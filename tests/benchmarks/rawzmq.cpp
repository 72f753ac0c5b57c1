// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// The floor: libzmq alone. A ROUTER that sends back what it gets, and a DEALER, both in blocking loops. add() is one
// small frame that comes back as it went; the frame holds the call's number, so a lost or doubled echo is noticed.

#include "peer.h"

#include <zmq.hpp>

#include <chrono>
#include <cstring>
#include <stdexcept>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int ReplyTimeoutMs = 120000; // as the other peers: a run that does not end fails
constexpr size_t CallSize =
    24; // bytes; about what a small call with a name, a number and two arguments takes

class RawZmqCaller : public Caller
{
public:
    explicit RawZmqCaller(const QString &address) : m_socket(m_context, zmq::socket_type::dealer)
    {
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.set(zmq::sockopt::rcvtimeo, ReplyTimeoutMs);
        m_socket.connect(address.toStdString());
    }

    CallLog run(const Workload &workload) override
    {
        CallCounter counter(workload);
        qint64 received = 0;
        while (!counter.isDone()) {
            while (counter.maySend())
                send(counter, workload.payload);
            receive(received++, workload.payload);
            counter.answered();
        }
        return counter.takeLog();
    }

    void idle() override
    {
        m_socket.set(zmq::sockopt::rcvtimeo, -1);
        while (true) {
            zmq::message_t message;
            static_cast<void>(m_socket.recv(message)); // nothing was asked: blocks for ever
        }
    }

private:
    void send(CallCounter &counter, const QByteArray &payload)
    {
        const qint64 number = counter.next();
        counter.begin();
        zmq::message_t message(payload.isEmpty() ? CallSize : static_cast<size_t>(payload.size()));
        if (payload.isEmpty())
            std::memcpy(message.data(), &number, sizeof number);
        else
            std::memcpy(message.data(), payload.constData(), message.size());
        m_socket.send(message, zmq::send_flags::none);
    }

    void receive(qint64 expected, const QByteArray &payload)
    {
        zmq::message_t message;
        if (!m_socket.recv(message))
            throw std::runtime_error("no echo after two minutes");
        const QByteArrayView bytes(message.data<char>(), static_cast<qsizetype>(message.size()));
        const bool right =
            payload.isEmpty()
                ? message.size() == CallSize && std::memcmp(message.data(), &expected, sizeof expected) == 0
                : isEchoOf(payload, bytes);
        if (!right)
            throw std::runtime_error("wrong echo");
    }

    zmq::context_t m_context;
    zmq::socket_t m_socket;
};

class RawZmqPeer : public Peer
{
public:
    QString name() const override { return u"raw-zmq"_s; }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp://127.0.0.1:*"_s : u"ipc://"_s + directory + u"/raw-zmq"_s;
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        zmq::context_t context;
        zmq::socket_t router(context, zmq::socket_type::router);
        router.set(zmq::sockopt::linger, 0);
        router.bind(address.toStdString());
        ready(QString::fromStdString(router.get(zmq::sockopt::last_endpoint)));
        while (true) {
            zmq::message_t frame;
            static_cast<void>(router.recv(frame));
            router.send(frame, frame.more() ? zmq::send_flags::sndmore : zmq::send_flags::none);
        }
    }

    std::unique_ptr<Caller> connectTo(const QString &address) const override
    {
        auto caller = std::make_unique<RawZmqCaller>(address);
        static_cast<void>(caller->run({.calls = 1})); // connected once an echo has come back
        return caller;
    }
};

} // namespace

std::unique_ptr<Peer> makeRawZmqPeer()
{
    return std::make_unique<RawZmqPeer>();
}

} // namespace heliograph::bench
