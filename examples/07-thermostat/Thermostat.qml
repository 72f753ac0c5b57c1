// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import Heliograph

// The server's room, as room.h declares it.
RemoteObject {
    property real temperature: NaN
    property real target: NaN
    property bool heating: false

    name: "room"
}
