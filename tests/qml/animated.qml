// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import Heliograph

// A number in a Diary, which moves slowly to where it is set.
QtObject {
    id: page

    property string url
    readonly property real shown: number.any
    readonly property bool ready: number.ready
    property var outcome
    readonly property Client client: Client {
        url: page.url
    }
    readonly property RemoteObject diary: RemoteObject {
        id: number

        property real any

        client: page.client
        name: "diary"
        Behavior on any {
            NumberAnimation {
                duration: 100
            }
        }
    }

    function move(to: var) {
        number.any = to
    }
    function ask() {
        client.call("diary.read").then(level => { page.outcome = level })
    }
}
