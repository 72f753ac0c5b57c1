// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// A page and a server that share a secret, and pages that do not.
TestCase {
    id: testCase

    readonly property int patience: 20000

    name: "Secret"

    function init() {
        failOnWarning(/./)
        verify(server.start(20, "secret"))
        refusals.clear()
    }
    function cleanup() {
        stranger.active = false
        server.kill()
    }

    function test_whoSharesItIsLetIn() {
        tryCompare(thermostat, "target", 20, testCase.patience)
        compare(link.secret, "") // it cannot be read
        verify(server.kill())
        tryCompare(thermostat, "ready", false, testCase.patience)
        verify(server.start(21, "secret"))
        tryCompare(thermostat, "target", 21, testCase.patience)
    }
    function test_whoDoesNotIsTold_data() {
        return [{ tag: "another one", secret: server.otherSecret, told: "WrongSecret" },
                { tag: "none", secret: "", told: "MechanismMismatch" }]
    }
    function test_whoDoesNotIsTold(row: var) {
        stranger.secret = row.secret
        stranger.active = true
        refusals.wait(testCase.patience)
        compare(refusals.signalArguments[0][0], server.url)
        compare(refusals.signalArguments[0][1].codeName, row.told)
        verify(stranger.state !== Client.Connected)
    }

    ServerProcess {
        id: server
    }
    Client {
        id: link

        url: server.url
        secret: server.secret
    }
    Thermo {
        id: thermostat

        client: link
        name: "t"
    }
    Client {
        id: stranger

        active: false
        url: server.url
    }
    SignalSpy {
        id: refusals

        signalName: "authenticationFailed"
        target: stranger
    }
}
