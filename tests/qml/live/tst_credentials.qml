// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// Pages that show a password or a key, and such as show a wrong one.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome

    name: "Credentials"

    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
        refusals.clear()
    }
    function cleanup() {
        link.active = false
        server.kill()
    }
    // The credentials of that name.
    function make(what: string): var {
        switch (what) {
        case "bob": return Heliograph.plain("bob", "builder")
        case "bob with another password": return Heliograph.plain("bob", "breaker")
        case "eve": return Heliograph.curve(server.evesKeys, server.serversKeys)
        case "somebody else": return Heliograph.curve(server.othersKeys, server.serversKeys)
        case "eve at another server": return Heliograph.curve(server.evesKeys, server.othersKeys)
        }
        return undefined
    }
    function ask() {
        link.call("whoami").then(user => { testCase.outcome = user }, error => { testCase.outcome = error.codeName })
    }

    function test_whoIsKnownIsLetIn_data() {
        return [{ tag: "bob", access: "password" }, { tag: "eve", access: "keys" }]
    }
    function test_whoIsKnownIsLetIn(row: var) {
        verify(server.start(20, row.access))
        link.credentials = make(row.tag)
        link.active = true
        ask()
        tryCompare(testCase, "outcome", row.tag, testCase.patience)
        verify(server.kill())
        tryVerify(() => link.state !== Client.Connected, testCase.patience)
        testCase.outcome = undefined
        ask() // waits for the next one
        verify(server.start(20, row.access))
        tryCompare(testCase, "outcome", row.tag, testCase.patience)
    }
    function test_whoIsNotIsTold_data() {
        return [{ tag: "bob with another password", access: "password", told: "WrongPassword" },
                { tag: "somebody else", access: "keys", told: "UnknownKey" },
                { tag: "eve at another server", access: "keys", told: "WrongServerKey" },
                { tag: "bob", access: "keys", told: "MechanismMismatch" }]
    }
    function test_whoIsNotIsTold(row: var) {
        verify(server.start(20, row.access))
        link.credentials = make(row.tag)
        link.active = true
        refusals.wait(testCase.patience)
        compare(refusals.signalArguments[0][1].codeName, row.told)
        verify(link.state !== Client.Connected)
    }

    ServerProcess {
        id: server
    }
    Client {
        id: link

        active: false
        url: server.url
    }
    SignalSpy {
        id: refusals

        signalName: "authenticationFailed"
        target: link
    }
}
