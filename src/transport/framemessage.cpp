// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "transport/framemessage.h"

namespace heliograph {

QByteArrayView FrameMessage::bytes() const
{
    return {static_cast<const char *>(m_body.data()), static_cast<qsizetype>(m_body.size())};
}

int FrameMessage::descriptor() const
{
    return zmq_msg_get(m_body.handle(), ZMQ_SRCFD);
}

QString FrameMessage::address() const
{
    return QString::fromLatin1(property("Peer-Address"));
}

const char *FrameMessage::property(const char *name) const
{
    return zmq_msg_gets(m_body.handle(), name);
}

} // namespace heliograph
