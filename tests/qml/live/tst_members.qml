// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// Members of an object in another process, declared or by name.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome
    readonly property bool ready: thermostat.ready
    readonly property string text: thermostat.temperature + " °C"
    readonly property var byName: link.remote("t")
    readonly property string textByName: (byName.temperature ?? "–") + " °C"

    name: "Members"

    function initTestCase() {
        verify(!testCase.ready)
        compare(testCase.textByName, "– °C")
        verify(server.start(20))
    }
    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
        tryCompare(testCase, "ready", true, testCase.patience)
    }
    // What the server has.
    function askForTarget() {
        testCase.outcome = undefined
        link.call("t.target").then(target => { testCase.outcome = target })
        tryVerify(() => testCase.outcome !== undefined, testCase.patience)
        return testCase.outcome
    }

    function test_declaredPropertiesFollow() {
        link.call("measure", [19.5])
        tryCompare(testCase, "text", "19.5 °C", testCase.patience)
        link.call("measure", [18.5])
        tryCompare(testCase, "text", "18.5 °C", testCase.patience)
    }
    function test_declaredPropertiesWriteBack() {
        thermostat.target = 22
        thermostat.target = 23
        compare(thermostat.target, 23)
        tryVerify(() => askForTarget() === 23, testCase.patience)
        link.call("t.heat", [21])
        tryCompare(thermostat, "target", 21, testCase.patience)
        compare(askForTarget(), 21)
    }
    function test_aWriteThatFailsIsTold() {
        thermostat.target = 20
        failures.clear()
        thermostat.target = -1
        tryCompare(failures, "count", 1, testCase.patience)
        compare(failures.signalArguments[0][0], "target")
        compare(failures.signalArguments[0][1].message, "below zero")
        compare(thermostat.target, askForTarget())
    }
    function test_declaredSignalsFire() {
        overheatings.clear()
        link.call("overheat", [99.5])
        tryCompare(overheatings, "count", 1, testCase.patience)
        compare(overheatings.signalArguments[0][0], 99.5)
        compare(overheatings.signalArguments[0][1], "attic")
    }
    function test_aMemberThatIsMissingIsNamed() {
        ignoreWarning(/t has no property "warmth"/)
        ignoreWarning(/t has no signal "cooled"/)
        const mistaken = mistakes.createObject(testCase)
        tryCompare(mistaken, "ready", true, testCase.patience)
        mistaken.destroy()
    }
    function test_withoutDeclarations() {
        tryCompare(testCase, "textByName", "18.5 °C", testCase.patience)
        link.call("measure", [19.5])
        tryCompare(testCase, "textByName", "19.5 °C", testCase.patience)
        link.call("measure", [18.5])
        tryCompare(testCase, "textByName", "18.5 °C", testCase.patience)
        byName.mean(60).then(mean => { testCase.outcome = mean })
        tryCompare(testCase, "outcome", 78.5, testCase.patience)
        byName.target = 24
        tryCompare(thermostat, "target", 24, testCase.patience)
        verify("target" in byName)
        verify(!("nonsense" in byName))
        compare(byName.nonsense, undefined)
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
    SignalSpy {
        id: failures

        target: thermostat
        signalName: "writeFailed"
    }
    Component {
        id: mistakes

        RemoteObject {
            property real warmth

            signal cooled(real celsius)

            client: link
            name: "t"
        }
    }
}
