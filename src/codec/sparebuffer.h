// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace heliograph {

/// Buffers that each thread keeps from message to message, so that in the long run messages cost no allocation, and
/// large ones no mapping of fresh memory. A thread keeps at most `count` of them, of at most `largest` bytes.
class SpareBuffer
{
public:
    static constexpr qsizetype largest = qsizetype(2) * 1024 * 1024;
    static constexpr std::size_t count = 2;

    /// An empty buffer, with the capacity of an earlier one if there is a spare one.
    [[nodiscard]] static QByteArray take();
    /// Keeps \a buffer for later, unless it is too large, shared, or one too many.
    static void giveBack(QByteArray &&buffer);
};

} // namespace heliograph
