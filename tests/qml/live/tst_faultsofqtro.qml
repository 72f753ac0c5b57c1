// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// What goes wrong with Qt Remote Objects in QML does not go wrong here. Nothing but the server's process is registered in C++ for this
// page, and no tool has made anything for it.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome

    name: "FaultsOfQtRemoteObjects"

    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
    }
    function cleanup() {
        server.kill()
        tryCompare(thermostat, "ready", false, testCase.patience)
    }

    // Fault 5: an object that QML touches before it is there stays undefined for good, also for who comes later, and Connections to it never
    // bind.
    function test_fault5_whoIsTooEarlyIsNotLeftOut() {
        const newLink = links.createObject(testCase) // nobody has used it yet
        const newThermostat = thermostats.createObject(testCase, {client: newLink})
        const early = readers.createObject(testCase, {client: newLink, thermostat: newThermostat})
        compare(early.temperature, undefined)
        compare(early.text, "? °C")
        compare(newThermostat.temperature, -1)
        early.mean(60).then(mean => { testCase.outcome = mean })
        verify(server.start(20))
        tryCompare(early, "temperature", 18.5, testCase.patience)
        compare(early.text, "18.5 °C")
        tryCompare(newThermostat, "ready", true, testCase.patience)
        compare(newThermostat.temperature, 18.5)
        tryCompare(testCase, "outcome", 78.5, testCase.patience)

        const late = readers.createObject(testCase, {client: newLink, thermostat: newThermostat})
        compare(late.temperature, 18.5)
        newLink.call("measure", [19.5])
        tryCompare(early, "temperature", 19.5, testCase.patience)
        tryCompare(late, "temperature", 19.5, testCase.patience)
        newLink.call("overheat", [99])
        tryCompare(early, "heard", 99, testCase.patience)
        tryCompare(late, "heard", 99, testCase.patience)
        for (const object of [early, late, newThermostat, newLink])
            object.destroy()
    }

    // Fault 16: QML needs a compiler for descriptions and registrations in C++, and setters are called "push...".
    function test_fault16_qmlNeedsNoToolsAndAssignsAsAlways() {
        verify(server.start(20))
        tryCompare(thermostat, "ready", true, testCase.patience)
        thermostat.target = 22
        compare(thermostat.target, 22)
        link.call("t.target").then(target => { testCase.outcome = target })
        tryCompare(testCase, "outcome", 22, testCase.patience)
        thermostat.remote.target = 23
        tryCompare(thermostat, "target", 23, testCase.patience)
        compare(thermostat.remote.pushTarget, undefined)
        overheatings.clear()
        link.call("overheat", [99])
        tryCompare(overheatings, "count", 1, testCase.patience)
    }

    ServerProcess {
        id: server
    }
    Client {
        id: link

        url: server.url
    }
    Thermo {
        id: thermostat

        client: link
        name: "t"
    }
    SignalSpy {
        id: overheatings

        target: thermostat
        signalName: "overheated"
    }
    Component {
        id: links

        Client {
            url: server.url
        }
    }
    Component {
        id: thermostats

        Thermo {
            name: "t"
        }
    }
    Component {
        id: readers

        Reader {}
    }
}
