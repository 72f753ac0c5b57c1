// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlremoteobject asks of remote objects.
QtObject {
    id: page

    property string url
    property string name: "t"
    property var outcome
    property var heard: []
    property var failures: []
    property var temperatureWhenReady

    readonly property real target: declared.target
    readonly property string summary: declared.summary
    readonly property bool ready: declared.ready
    readonly property int state: declared.state
    readonly property string error: declared.error
    readonly property var dynamicTemperature: declared.remote.temperature
    readonly property string dynamicLabel: declared.remote.label ?? "none"

    readonly property Client client: Client {
        url: page.url
    }
    readonly property Thermo declared: Thermo {
        client: page.client
        name: page.name
        onOverheated: (celsius, where) => page.heard = page.heard.concat([celsius + " " + where])
        onStateChanged: page.temperatureWhenReady = page.declared.remote.temperature
        onSwitched: mode => page.heard = page.heard.concat(["mode " + mode])
        Component.onCompleted: page.outcome = mean(1) // waits for a session
    }

    property string plainName: "t"
    readonly property bool plainHasMean: plain.remote.mean !== undefined
    readonly property RemoteObject plain: RemoteObject {
        client: page.client
        name: page.plainName
    }
    function labelOf(name: var): var {
        return client.remote(name).label
    }

    property bool leaves: false // as soon as a value comes
    onTargetChanged: {
        if (page.leaves)
            leave()
    }

    property bool leavesByName: false
    onDynamicTemperatureChanged: {
        if (page.leavesByName)
            leave()
    }

    function ask() {
        declared.mean(60).then(value => { page.outcome = value })
    }
    function askDynamically() {
        declared.remote.mean(60).then(value => { page.outcome = value })
    }
    function askThroughClient() {
        client.remote("t").mean(60).then(value => { page.outcome = value })
    }
    function write(value: var) {
        declared.target = value
    }
    function writeDynamically(value: var) {
        declared.remote.target = value
    }
    function listenToFailures() {
        declared.writeFailed.connect(function(property, reason) {
            page.failures = page.failures.concat([property + ": " + reason.message])
        })
    }
    function slide() {
        for (let i = 0; i <= 25; ++i)
            declared.target = i
    }
    function rename(name: var) {
        declared.name = name
    }
    function leave() {
        declared.client = null
    }
    function comeBack() {
        declared.client = page.client
    }
    function has(name: var) {
        return name in declared.remote
    }
    function typeOf(name: var) {
        return typeof declared.remote[name]
    }
}
