// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlserver asks of a server.
QtObject {
    id: page

    property string url
    property string secret
    property bool active: true
    property string name: "heater"
    property var told: []
    property QtObject given: null

    readonly property string endpoint: server.endpoint
    readonly property int clients: server.clients
    readonly property int errorCode: server.errorCode
    readonly property real target: heater.target
    readonly property Heater heater: Heater {
        property string extra: "here" // declared where it is made
    }
    readonly property Heater admins: Heater {}
    readonly property Server server: Server {
        url: page.url
        secret: page.secret
        active: page.active
        trustNames: true
        onClientConnected: user => page.told = page.told.concat(["+" + user])
        onClientDisconnected: user => page.told = page.told.concat(["-" + user])

        Exposed {
            name: page.name
            object: page.heater
            writable: true
        }
        Exposed {
            name: "readonly"
            object: page.heater
        }
        Exposed {
            name: "admin"
            object: page.admins
            domain: "admins"
        }
        Exposed {
            name: "given"
            object: page.given
            upTo: "Device"
        }
        Component.onCompleted: setPredicate("admins", who => who.user === "root")
    }

    property Component exposures: Component {
        Exposed {}
    }

    function expose(name: var, domain: var) {
        exposures.createObject(server, {name: name, domain: domain, object: page.given})
    }
    function makeMistake() {
        server.setPredicate("broken", who => who.nothing.at.all)
    }
    function overheat() {
        heater.overheat(99.5)
    }
}
