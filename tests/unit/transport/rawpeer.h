// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "transport/context.h"

#include <QtCore/qstring.h>

#include <zmq.hpp>

#include <initializer_list>
#include <string>

/// A DEALER without our socket's manners: it chooses its id, sends any number of frames, and need not read.
class RawPeer
{
public:
    explicit RawPeer(const QString &endpoint, const std::string &identity = {})
        : m_socket(m_context->handle(), zmq::socket_type::dealer)
    {
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.set(zmq::sockopt::rcvhwm, 10);
        if (!identity.empty())
            m_socket.set(zmq::sockopt::routing_id, identity);
        m_socket.connect(endpoint.toStdString());
    }

    void send(std::initializer_list<std::string> frames)
    {
        std::size_t left = frames.size();
        for (const std::string &frame : frames)
            m_socket.send(zmq::buffer(frame), --left > 0 ? zmq::send_flags::sndmore : zmq::send_flags::none);
    }

    /// Waits up to 30 s for one frame; false when none came.
    [[nodiscard]] bool receive()
    {
        m_socket.set(zmq::sockopt::rcvtimeo, 30000);
        zmq::message_t frame;
        return m_socket.recv(frame).has_value();
    }

    /// Takes one frame if one is there.
    [[nodiscard]] bool receiveNow()
    {
        zmq::message_t frame;
        return m_socket.recv(frame, zmq::recv_flags::dontwait).has_value();
    }

private:
    std::shared_ptr<heliograph::Context> m_context = heliograph::Context::shared();
    zmq::socket_t m_socket;
};
