// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

#include <zmq.hpp>

#include <optional>
#include <string>
#include <thread>
#include <vector>

/// A server of plain ØMQ, without Heliograph: a ROUTER in a context of its own, which asks for credentials and treats
/// whoever shows some in the same way.
class ZmqServer
{
public:
    enum class Mechanism { Null, Plain, Curve };

    /// \a status is what everybody is answered, such as "400"; empty: nothing at all; none: there is nobody to ask.
    ZmqServer(const QString &endpoint, Mechanism mechanism, const std::optional<std::string> &status)
    {
        if (status)
            m_handler = std::thread(&ZmqServer::answer, zmq::socket_t(bound()), *status);
        m_server.set(zmq::sockopt::linger, 0);
        if (mechanism != Mechanism::Null || status)
            m_server.set(zmq::sockopt::zap_domain, "wrong");
        if (mechanism == Mechanism::Plain)
            m_server.set(zmq::sockopt::plain_server, true);
        if (mechanism == Mechanism::Curve) {
            char secret[41];
            zmq_curve_keypair(m_key, secret);
            m_server.set(zmq::sockopt::curve_server, true);
            m_server.set(zmq::sockopt::curve_secretkey, secret);
        }
        m_server.bind(endpoint.toStdString());
    }
    ~ZmqServer()
    {
        m_context.shutdown(); // ends the handler's wait
        if (m_handler.joinable())
            m_handler.join();
    }
    ZmqServer(const ZmqServer &) = delete;
    ZmqServer &operator=(const ZmqServer &) = delete;

    [[nodiscard]] QString endpoint() const
    {
        return QString::fromStdString(m_server.get(zmq::sockopt::last_endpoint));
    }
    /// Z85; empty without CURVE.
    [[nodiscard]] QByteArray key() const { return m_key; }

private:
    [[nodiscard]] zmq::socket_t bound()
    {
        zmq::socket_t handler(m_context, zmq::socket_type::rep);
        handler.set(zmq::sockopt::linger, 0);
        handler.bind("inproc://zeromq.zap.01");
        return handler;
    }
    /// ZAP (RFC 27), as far as it needs to be known here.
    static void answer(zmq::socket_t handler, const std::string &status)
    {
        try {
            for (;;) {
                std::vector<std::string> request;
                do {
                    zmq::message_t frame;
                    (void)handler.recv(frame);
                    request.push_back(frame.to_string());
                } while (handler.get(zmq::sockopt::rcvmore));
                if (status.empty())
                    waitForTheEnd(handler);
                for (const std::string &part :
                     {std::string("1.0"), request.at(1), status, std::string(), std::string()})
                    handler.send(zmq::buffer(part), zmq::send_flags::sndmore);
                handler.send(zmq::message_t(), zmq::send_flags::none);
            }
        } catch (const zmq::error_t &) { // the context ends
        }
    }
    static void waitForTheEnd(zmq::socket_t &handler)
    {
        zmq_pollitem_t never{handler.handle(), 0, ZMQ_POLLIN, 0}; // a REP that owes an answer takes nothing
        for (;;)
            zmq::poll(&never, 1);
    }

    zmq::context_t m_context;
    zmq::socket_t m_server{m_context, zmq::socket_type::router};
    std::thread m_handler;
    char m_key[41] = "";
};
