// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import QtQuick
import Heliograph

// Of remote objects with declared members.
Page {
    id: page

    required property string url
    readonly property Client link: Client {
        url: page.url
    }
    readonly property Component remoteSensor: Component {
        RemoteSensor {
            client: page.link
        }
    }

    sensors: Array.from({length: 20}, (none, index) => remoteSensor.createObject(page, {name: "sensor" + index}))
}
