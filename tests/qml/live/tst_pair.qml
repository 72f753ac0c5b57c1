// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph

// Both ends are QML.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome

    name: "Pair"

    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
        tryCompare(remote, "ready", true, testCase.patience)
    }

    function test_propertiesAreInStep() {
        heater.target = 21
        tryCompare(remote, "target", 21, testCase.patience)
        remote.target = 22
        tryCompare(heater, "target", 22, testCase.patience)
    }
    function test_functionsAreCalled() {
        remote.call("twice", [4]).then(value => { testCase.outcome = value })
        tryCompare(testCase, "outcome", 8, testCase.patience)
    }
    function test_signalsAreHeard() {
        test_functionsAreCalled() // what was asked for before has arrived
        overheatings.clear()
        heater.overheated(99)
        tryCompare(overheatings, "count", 1, testCase.patience)
        compare(overheatings.signalArguments[0][0], 99)
    }
    function test_aServerMayCloseAndOpen() {
        server.active = false
        tryCompare(remote, "state", RemoteObject.Lost, testCase.patience)
        compare(server.endpoint, "")
        server.active = true
        tryCompare(remote, "ready", true, testCase.patience)
        tryCompare(server, "clients", 1, testCase.patience)
    }

    QtObject {
        id: heater

        property real target: 20

        signal overheated(real celsius)

        function twice(number: int): int {
            return number * 2
        }
    }
    Server {
        id: server

        url: "tcp://127.0.0.1:*"

        Exposed {
            name: "heater"
            object: heater
            writable: true
        }
    }
    Client {
        id: link

        url: server.endpoint
    }
    RemoteObject {
        id: remote

        property real target

        signal overheated(real celsius)

        client: link
        name: "heater"
    }
    SignalSpy {
        id: overheatings

        target: remote
        signalName: "overheated"
    }
}
