// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "clientsecurity.h"
#include "transport/linkevent.h"

namespace heliograph {

/// Judges a server by the handshakes with it that failed.
class HandshakeFailures
{
public:
    struct Judgement
    {
        Error reason;
        bool isRefusal = false; ///< what this end shows, or expects, does not fit the server
        bool isFinal = false;   ///< and the next attempt would end in the same way
        bool isUnclear = false; ///< the server may want another mechanism: ask it (MechanismProbe)
        bool isEarly = false;   ///< the same once or twice more would say something: try again soon
    };
    /// What \a event, a HandshakeFailed at \a endpoint of a client with \a security, says together with those before. While the server \a isBeingAsked
    /// for its mechanism, none is taken for the last word.
    [[nodiscard]] Judgement judge(const LinkEvent &event, const QString &endpoint,
                                  const ClientSecurity &security, bool isBeingAsked);
    /// The server was asked, and wants the mechanism that this end has.
    void noteSameMechanism() { m_isSameMechanism = true; }
    /// Forgets them: the server, or this end, is another one, or a session came about.
    void reset() { *this = {}; }

private:
    int m_hangUps = 0; // of the server, in the middle of the handshake
    int m_mismatches = 0;
    bool m_isSameMechanism = false;
    bool m_isTold = false; // what they say
};

} // namespace heliograph
