// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// The floor: libzmq alone. A ROUTER that sends back what it gets, and a DEALER, both in blocking loops. add() is one
// small frame that comes back as it went; the frame holds the call's number, so a lost or doubled echo is noticed.
// It is there in the clear and with CURVE, whose server asks nobody (ZAP) about its clients' keys.

#include "peer.h"

#include <zmq.hpp>

#include <array>
#include <cstring>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>

namespace heliograph::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int ReplyTimeoutMs = 120000; // as the other peers: a run that does not end fails
constexpr size_t CallSize =
    24; // bytes; about what a small call with a name, a number and two arguments takes

enum class Mechanism { Null, Curve };

// Any 32 bytes in Z85 are a key; these are no secret, and need not be told to the other process.
constexpr const char *ServerKey = "benchmarkbenchmarkbenchmarkbenchmarkbenc";

void secureServer(zmq::socket_t &socket)
{
    socket.set(zmq::sockopt::curve_server, true);
    socket.set(zmq::sockopt::curve_secretkey, ServerKey);
}

class ClientKeys
{
public:
    ClientKeys()
    {
        if (zmq_curve_public(m_server.data(), ServerKey) != 0
            || zmq_curve_keypair(m_public.data(), m_secret.data()) != 0)
            throw std::runtime_error("libzmq has no CURVE");
    }

    void secure(zmq::socket_t &socket) const
    {
        socket.set(zmq::sockopt::curve_serverkey, m_server.data());
        socket.set(zmq::sockopt::curve_publickey, m_public.data());
        socket.set(zmq::sockopt::curve_secretkey, m_secret.data());
    }

private:
    using KeyText = std::array<char, 41>; // Z85 and a 0

    KeyText m_server{};
    KeyText m_public{};
    KeyText m_secret{};
};

class RawZmqCaller : public Caller
{
public:
    RawZmqCaller(const QString &address, Mechanism mechanism) : m_address(address.toStdString())
    {
        if (mechanism == Mechanism::Curve)
            m_keys.emplace();
        m_socket = connected();
    }

    bool supports(Workload::Kind kind) const override
    {
        return kind == Workload::Kind::Calls || kind == Workload::Kind::Connect;
    }

    CallLog run(const Workload &workload) override
    {
        return workload.kind == Workload::Kind::Connect ? runClients(workload) : runCalls(workload);
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
    CallLog runCalls(const Workload &workload)
    {
        CallCounter counter(workload);
        qint64 received = 0;
        while (!counter.isDone()) {
            while (counter.maySend()) {
                const qint64 number = counter.next();
                counter.begin();
                send(m_socket, number, workload.payload);
            }
            receive(m_socket, received++, workload.payload);
            counter.answered();
        }
        return counter.takeLog();
    }

    // A client that is connected has an echo. Who came first is asked first; the others go on connecting meanwhile.
    CallLog runClients(const Workload &workload)
    {
        CallCounter counter(workload);
        std::deque<zmq::socket_t> clients;
        qint64 received = 0;
        while (!counter.isDone()) {
            while (counter.maySend()) {
                const qint64 number = counter.next();
                counter.begin();
                clients.push_back(connected());
                send(clients.back(), number, {});
            }
            receive(clients.front(), received++, {});
            counter.answered();
            clients.pop_front();
        }
        return counter.takeLog();
    }

    zmq::socket_t connected()
    {
        zmq::socket_t socket(m_context, zmq::socket_type::dealer);
        socket.set(zmq::sockopt::linger, 0);
        socket.set(zmq::sockopt::rcvtimeo, ReplyTimeoutMs);
        if (m_keys)
            m_keys->secure(socket);
        socket.connect(m_address);
        return socket;
    }

    static void send(zmq::socket_t &socket, qint64 number, const QByteArray &payload)
    {
        zmq::message_t message(payload.isEmpty() ? CallSize : static_cast<size_t>(payload.size()));
        if (payload.isEmpty())
            std::memcpy(message.data(), &number, sizeof number);
        else
            std::memcpy(message.data(), payload.constData(), message.size());
        socket.send(message, zmq::send_flags::none);
    }

    static void receive(zmq::socket_t &socket, qint64 expected, const QByteArray &payload)
    {
        zmq::message_t message;
        if (!socket.recv(message))
            throw std::runtime_error("no echo after two minutes");
        const QByteArrayView bytes(message.data<char>(), static_cast<qsizetype>(message.size()));
        const bool right =
            payload.isEmpty()
                ? message.size() == CallSize && std::memcmp(message.data(), &expected, sizeof expected) == 0
                : isEchoOf(payload, bytes);
        if (!right)
            throw std::runtime_error("wrong echo");
    }

    const std::string m_address;
    std::optional<ClientKeys> m_keys; // none: in the clear
    zmq::context_t m_context;
    zmq::socket_t m_socket;
};

class RawZmqPeer : public Peer
{
public:
    explicit RawZmqPeer(Mechanism mechanism) : m_mechanism(mechanism) {}

    QString name() const override
    {
        return m_mechanism == Mechanism::Null ? u"raw-zmq"_s : u"raw-zmq-curve"_s;
    }

    QString listenAddress(Transport transport, const QString &directory) const override
    {
        return transport == Transport::Tcp ? u"tcp://127.0.0.1:*"_s : u"ipc://"_s + directory + u'/' + name();
    }

    int serve(const QString &address, const Ready &ready) const override
    {
        zmq::context_t context;
        zmq::socket_t router(context, zmq::socket_type::router);
        router.set(zmq::sockopt::linger, 0);
        if (m_mechanism == Mechanism::Curve)
            secureServer(router);
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
        auto caller = std::make_unique<RawZmqCaller>(address, m_mechanism);
        static_cast<void>(caller->run({.calls = 1})); // connected once an echo has come back
        return caller;
    }

private:
    Mechanism m_mechanism;
};

} // namespace

std::unique_ptr<Peer> makeRawZmqPeer()
{
    return std::make_unique<RawZmqPeer>(Mechanism::Null);
}

std::unique_ptr<Peer> makeRawZmqCurvePeer()
{
    return std::make_unique<RawZmqPeer>(Mechanism::Curve);
}

} // namespace heliograph::bench
