// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// Calls to another process, and the values that go there and come back.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome
    property var current: null
    property bool isPageGone: false
    readonly property bool currentRuns: current?.running ?? false
    readonly property var currentResult: current?.result

    name: "Calls"

    function initTestCase() {
        verify(server.start(20))
    }
    function init() {
        failOnWarning(/./)
        testCase.outcome = undefined
        testCase.current = null
    }
    // Waits until promise is settled, and returns what it brought: a value, or an error.
    function outcomeOf(promise: var): var {
        testCase.outcome = undefined
        promise.then(value => { testCase.outcome = [value] }, error => { testCase.outcome = [error] })
        tryVerify(() => testCase.outcome !== undefined, testCase.patience)
        return testCase.outcome[0]
    }
    function echo(value: var): var {
        return outcomeOf(link.call("echo", [value]))
    }

    function test_aCallIsAPromise() {
        compare(outcomeOf(link.call("echo", [5])), 5)
        compare(outcomeOf(link.call("echo", [5]).then(value => value * 2)), 10)
        compare(outcomeOf(Promise.all([link.call("echo", [1]), link.call("echo", [2])])), [1, 2])
        link.call("fail", ["x"]).catch(error => { testCase.current = error.message })
        tryCompare(testCase, "current", "x", testCase.patience)
    }
    function test_errorsAreErrorObjects() {
        const error = outcomeOf(link.call("fail", ["too hot"]))
        verify(error instanceof Error)
        compare(error.code, 10)
        compare(error.codeName, "RemoteException")
        compare(error.className, "std::out_of_range")
        compare(error.message, "too hot")
    }
    function test_aCallHasBindings() {
        testCase.current = link.call("echo", [7])
        verify(testCase.currentRuns)
        compare(testCase.currentResult, undefined)
        tryCompare(testCase, "currentRuns", false, testCase.patience)
        compare(testCase.currentResult, 7)
        compare(testCase.current.error, undefined)
    }
    function test_aCallIsCanceled() {
        const call = link.call("silence")
        call.cancel()
        verify(!call.running)
        compare(outcomeOf(call).codeName, "Canceled")
    }
    function test_anErrorThatNobodyHandlesIsLogged() {
        ignoreWarning(/^fail failed, and nobody handles it: Error: nobody looks$/)
        link.call("fail", ["nobody looks"])
        for (let i = 0; i < 5; ++i) // each several turns of the event loop
            compare(echo(i), i)
    }
    function test_aPageMayBeDestroyedWhileItWaits() {
        const page = pages.createObject(testCase)
        page.ask()
        page.destroy()
        tryVerify(() => testCase.isPageGone, testCase.patience)
        const other = link.call("slow.later")
        link.call("speak")
        compare(outcomeOf(other), 42)
        compare(echo(1), 1)
        verify(testCase.current === null) // who is gone was not called
    }
    function test_generatorsWait() {
        compare(outcomeOf(Heliograph.run(function*() {
            const six = yield link.call("echo", [6])
            try {
                yield link.call("fail", ["no"])
            } catch (error) {
                return [six, error.message]
            }
        }, testCase)), [6, "no"])
    }
    function test_values() {
        compare(echo(Heliograph.int64("9007199254740993")), "9007199254740993")
        compare(echo(9007199254740991), 9007199254740991)
        compare(echo(2.5), 2.5)
        compare(echo(null), undefined)
        const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5))
        verify(echo(date) instanceof Date)
        compare(echo(date).getTime(), date.getTime())
        const bytes = echo(new Uint8Array([1, 2, 255]).buffer)
        verify(bytes instanceof ArrayBuffer)
        compare(Array.from(new Uint8Array(bytes)), [1, 2, 255])
        compare(echo({list: [1, "x", {deep: true}]}), {list: [1, "x", {deep: true}]})
        const spot = outcomeOf(link.call("spot"))
        compare([spot.x, spot.name], [3, "here"])
        compare(outcomeOf(link.call("mode")), 1)
    }

    ServerProcess {
        id: server
    }
    Client {
        id: link

        url: server.url
    }
    Component {
        id: pages

        Item {
            readonly property RemoteObject remote: RemoteObject {
                client: link
                name: "slow"
            }

            Component.onDestruction: testCase.isPageGone = true

            function ask() {
                remote.call("later").then(value => { testCase.current = value })
            }
        }
    }
}
