// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// A page lives on while the process of its server is killed and started again.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome
    property var arrived
    property var readiness: []
    readonly property bool ready: thermostat.ready
    readonly property var targetByName: link.remote("t").target

    name: "Killed"
    onReadyChanged: readiness = readiness.concat([ready])

    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
        testCase.arrived = undefined
        verify(server.start(20))
        tryCompare(testCase, "ready", true, testCase.patience)
        testCase.readiness = []
        connections.clear()
        disconnections.clear()
        losses.clear()
        restorations.clear()
        overheatings.clear()
    }
    function cleanup() {
        server.kill()
        tryCompare(testCase, "ready", false, testCase.patience)
    }
    function killServer() {
        verify(server.kill())
        tryCompare(testCase, "ready", false, testCase.patience)
    }
    function restartServer(target: real) {
        verify(server.start(target))
        tryCompare(testCase, "ready", true, testCase.patience)
    }
    // Returns as soon as all that was called before has arrived at the server.
    function waitForArrival() {
        link.call("echo", ["here"]).then(value => { testCase.arrived = value })
        tryCompare(testCase, "arrived", "here", testCase.patience)
    }

    function test_propertiesComeBack() {
        for (let target = 21; target < 24; ++target) {
            const before = thermostat.target
            killServer()
            compare(thermostat.target, before) // what was known last
            restartServer(target)
            compare(thermostat.target, target)
            tryCompare(testCase, "targetByName", target, testCase.patience)
        }
    }
    function test_propertiesFollowTheNewServer() {
        killServer()
        restartServer(21)
        link.call("measure", [19.5])
        tryCompare(thermostat, "temperature", 19.5, testCase.patience)
    }
    function test_writesGoToTheNewServer() {
        killServer()
        restartServer(21)
        thermostat.target = 22
        link.call("t.target").then(target => { testCase.outcome = target })
        tryCompare(testCase, "outcome", 22, testCase.patience)
    }
    function test_readyIsFalseAndTrueAgain() {
        killServer()
        compare(thermostat.state, RemoteObject.Lost)
        verify(thermostat.error.length > 0)
        restartServer(21)
        compare(testCase.readiness, [false, true])
        compare(thermostat.error, "")
    }
    function test_signalsFireAgain() {
        link.call("overheat", [98])
        overheatings.wait(testCase.patience)
        killServer()
        restartServer(21)
        link.call("overheat", [99])
        tryCompare(overheatings, "count", 2, testCase.patience)
        compare(overheatings.signalArguments[1][0], 99)
        compare(overheatings.signalArguments[1][1], "attic")
    }
    // Their deadline is long after this test's patience.
    function test_callsUnderWayFailAtOnce() {
        const call = link.call("silence")
        call.catch(error => { testCase.outcome = [error instanceof Error, error.codeName] })
        waitForArrival()
        verify(call.running)
        verify(server.kill())
        tryVerify(() => testCase.outcome !== undefined, testCase.patience)
        compare(testCase.outcome, [true, "OutcomeUnknown"])
        verify(!call.running)
    }
    function test_whoWaitsForSeveralHearsOfIt() {
        Promise.all([link.call("echo", [1]), thermostat.remote.mean(1), link.call("silence")])
            .then(() => { testCase.outcome = "fine" }, error => { testCase.outcome = error.codeName })
        waitForArrival()
        verify(server.kill())
        tryCompare(testCase, "outcome", "OutcomeUnknown", testCase.patience)
    }
    function test_aRunGoesOnBehindIt() {
        Heliograph.run(function*() {
            try {
                yield link.call("silence")
            } catch (error) {
                return [error.codeName, yield link.call("echo", ["again"])]
            }
        }, testCase).then(value => { testCase.outcome = value })
        waitForArrival()
        killServer()
        restartServer(21)
        tryVerify(() => testCase.outcome !== undefined, testCase.patience)
        compare(testCase.outcome, ["OutcomeUnknown", "again"])
    }
    function test_callsMeanwhileMayFailAtOnce() {
        killServer()
        link.call("echo", [1], {waitForSession: false}).catch(error => { testCase.outcome = error.codeName })
        tryCompare(testCase, "outcome", "NeverSent", testCase.patience)
    }
    function test_callsMeanwhileAreAnsweredByTheNextServer() {
        killServer()
        link.call("t.target").then(target => { testCase.outcome = target })
        verify(server.start(21))
        tryCompare(testCase, "outcome", 21, testCase.patience)
    }
    function test_theClientTells() {
        killServer()
        compare(disconnections.count, 1)
        compare(disconnections.signalArguments[0][0].codeName, "ConnectionLost")
        verify(link.state === Client.Connecting || link.state === Client.Disconnected)
        tryVerify(() => link.error.length > 0, testCase.patience)
        restartServer(21)
        compare(connections.count, 1)
        compare(link.error, "")
    }
    function test_aFrozenServerIsTold() {
        server.freeze()
        tryCompare(link, "state", Client.Unresponsive, testCase.patience)
        verify(losses.count > 0)
        server.thaw()
        tryCompare(link, "state", Client.Connected, testCase.patience)
        verify(restorations.count > 0)
        compare(disconnections.count, 0)
    }

    ServerProcess {
        id: server
    }
    Client {
        id: link

        url: server.url
        callTimeout: 600000
    }
    Thermo {
        id: thermostat

        client: link
        name: "t"
    }
    SignalSpy {
        id: connections

        target: link
        signalName: "connected"
    }
    SignalSpy {
        id: disconnections

        target: link
        signalName: "disconnected"
    }
    SignalSpy {
        id: losses

        target: link
        signalName: "heartbeatLost"
    }
    SignalSpy {
        id: restorations

        target: link
        signalName: "heartbeatRestored"
    }
    SignalSpy {
        id: overheatings

        target: thermostat
        signalName: "overheated"
    }
}
