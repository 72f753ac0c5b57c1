// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlclient asks of clients; "told" is what the client has told.
QtObject {
    id: page

    property string url
    property bool active: true
    property string secret
    property var told: []
    property var outcome
    property var givenChannel: null
    property var spare: null // taken when a session ends
    property string newUser // taken when the state changes

    readonly property int state: client.state
    readonly property string error: client.error
    readonly property int errorCode: client.errorCode
    readonly property real roundTripTime: client.roundTripTime
    readonly property Client client: Client {
        url: page.url
        active: page.active
        secret: page.secret
        user: "ada"
        callTimeout: 5000
        onConnected: page.tell("connected")
        onDisconnected: reason => {
            page.tell("disconnected " + reason.codeName)
            if (page.spare)
                page.client.channel = page.spare
        }
        onStateChanged: {
            if (page.newUser)
                page.client.user = page.newUser
        }
        onHeartbeatLost: page.tell("lost")
        onHeartbeatRestored: page.tell("restored")
        onReconnecting: (attempt, delay) => page.tell("reconnecting " + attempt + (delay > 0))
        onAuthenticationFailed: (endpoint, reason) => page.tell("failed " + (endpoint === page.url) + " " + reason.codeName)
        onErrorOccurred: reason => page.tell("error " + (reason instanceof Error))
    }
    readonly property Target thermostat: Target {
        client: page.client
        name: "t"
    }
    readonly property real target: thermostat.target

    function tell(what: string) {
        page.told = page.told.concat([what])
    }
    function ask() {
        client.call("whoami").then(name => { page.outcome = name }, error => { page.outcome = error.codeName })
    }
    function take(channel: var) {
        client.channel = channel
    }
    function usePlain(user: var, password: var) {
        client.credentials = Heliograph.plain(user, password)
    }
    function useCurve(own: var, server: var) {
        client.credentials = Heliograph.curve(own, server)
    }
    function useNonsense() {
        client.credentials = 5
    }
}
