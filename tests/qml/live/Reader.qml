// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// Reads a thermostat by name as soon as it is made, and listens to another one.
QtObject {
    id: reader

    required property Client client
    required property Thermo thermostat
    readonly property var temperature: client.remote("t").temperature
    readonly property string text: (client.remote("t").temperature ?? "?") + " °C"
    property real heard: 0
    readonly property Connections listener: Connections {
        target: reader.thermostat

        function onOverheated(celsius, where) {
            reader.heard = celsius
        }
    }

    function mean(minutes: var): var {
        return client.remote("t").mean(minutes)
    }
}
