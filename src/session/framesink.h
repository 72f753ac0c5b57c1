// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

namespace heliograph {

/// Where a session's frames go: the one verb that a session needs of a transport.
class FrameSink
{
public:
    enum class Result : quint8 {
        Sent, ///< the transport has the frame
        Full, ///< the peer does not read now; the frame was not taken
        Gone  ///< the peer is no more; the frame was not taken
    };

    virtual ~FrameSink() = default;
    /// Sends one frame: \a head and, right behind it, \a payload, which may be empty.
    [[nodiscard]] virtual Result sendFrame(QByteArrayView head, QByteArrayView payload) = 0;
};

} // namespace heliograph
