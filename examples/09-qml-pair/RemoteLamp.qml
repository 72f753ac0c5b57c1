// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import Heliograph

// The server's lamp, as Lamp.qml declares it.
RemoteObject {
    property bool on: false
    property real hue: 0
    property real brightness: 0

    name: "lamp"
}
