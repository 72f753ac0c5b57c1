// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

namespace heliograph {

/// While one lives, the process may open more descriptors than it could before, as far as the system lets it (getrlimit(2)); with
/// the last one that ends, unless somebody else has set the limit meanwhile. The room is for strangers whom a listener accepts before
/// they can be cut: without a free descriptor ØMQ's thread turns in circles (tcp) or ends the process (ipc; src/ipc_listener.cpp,
/// accept()). Processes that are started meanwhile inherit it. Thread-safe.
class DescriptorRoom
{
public:
    DescriptorRoom();
    ~DescriptorRoom();
    Q_DISABLE_COPY_MOVE(DescriptorRoom)

    /// How many descriptors the process may use: its limit without the room.
    [[nodiscard]] static quint64 usable();
};

} // namespace heliograph
