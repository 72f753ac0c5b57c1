// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// Declares what no thermostat has.
QtObject {
    id: page

    property string url
    readonly property Client client: Client {
        url: page.url
    }
    readonly property RemoteObject declared: RemoteObject {
        property real warmth
        signal cooled(real celsius)
        client: page.client
        name: "t"
    }
    readonly property bool ready: declared.ready
    readonly property int state: declared.state
    readonly property string error: declared.error
}
