// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <zmq.hpp>

namespace heliograph {

/// Has \a socket take \a frame over without blocking; 0 or errno. \a flags: ZMQ_SNDMORE when there is more of the message.
[[nodiscard]] inline int sendFrame(zmq::socket_t &socket, zmq::message_t &frame, int flags = 0)
{
    int size = -1;
    do {
        size = zmq_msg_send(frame.handle(), socket.handle(), ZMQ_DONTWAIT | flags);
    } while (size < 0 && zmq_errno() == EINTR);
    return size >= 0 ? 0 : zmq_errno();
}

} // namespace heliograph
