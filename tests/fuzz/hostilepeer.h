// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "end.h"
#include "fuzz.h"

namespace fuzz {

/// One end of a session whose other end does what an input says, while its own application and time go on as the input says,
/// too. Handlers, completions and whoever else is told may go on with the input themselves, as if they ran an event loop.
class HostilePeer
{
public:
    HostilePeer(heliograph::PeerRole role, Exposures &exposures, Input input);
    Q_DISABLE_COPY_MOVE(HostilePeer)

    /// Works off the whole input.
    void run();

private:
    void greet();
    void step();
    void stepOfPeer(quint32 choice);
    void stepOfApplication(quint32 choice);
    void letTimePass();
    void settle();
    void stepOfBell();
    void stepOfEnd();
    void stepInside();
    void feed(const QByteArray &frame);
    void feedRecords();
    void feedInChunks();
    void feedAck();
    void answerOldest();

    Input m_input;
    const heliograph::PeerRole m_role;
    const qsizetype m_before; // bytes allocated
    quint64 m_frames = 0;     // that the end sent, and the peer counts
    quint64 m_oneWay = 0;
    std::vector<quint64> m_asked; // calls of the end that the peer did not answer
    int m_depth = 0;
    End m_end;
};

} // namespace fuzz
