// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <zmq.hpp>

namespace heliograph {

/// Takes a frame of \a socket into \a frame without blocking; false when none is there.
inline bool receiveFrame(zmq::socket_t &socket, zmq::message_t &frame)
{
    int size = -1;
    do {
        size = zmq_msg_recv(frame.handle(), socket.handle(), ZMQ_DONTWAIT);
    } while (size < 0 && zmq_errno() == EINTR);
    return size >= 0;
}

} // namespace heliograph
