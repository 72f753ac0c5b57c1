// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtTest
import Heliograph
import ServerProcess

// That calls, and what their then() returns, are promises like any other: https://promisesaplus.com, and what QML adds.
TestCase {
    id: testCase

    readonly property int patience: 20000
    property var outcome
    property var order: []
    property QtObject owner: null
    property var kept: []

    name: "Promises"

    function initTestCase() {
        verify(server.start(20))
    }
    function init() {
        failOnWarning(/./)
        testCase.order = []
    }
    function note(what: var): var {
        testCase.order.push(what) // no binding hears of it
        return what
    }
    // Waits until promise is settled, and returns what it brought: a value, or an error.
    function outcomeOf(promise: var): var {
        testCase.outcome = undefined
        promise.then(value => { testCase.outcome = [value] }, error => { testCase.outcome = [error] })
        tryVerify(() => testCase.outcome !== undefined, testCase.patience)
        return testCase.outcome[0]
    }
    // Several turns of the event loop.
    function settleDown() {
        for (let i = 0; i < 5; ++i)
            compare(outcomeOf(echo(i)), i)
    }
    function echo(value: var): var {
        return link.call("echo", [value])
    }
    function fail(message: string): var {
        return link.call("fail", [message])
    }

    function test_handlersAreCalledInATurnOfTheirOwn() {
        const settled = echo(1)
        outcomeOf(settled)
        settled.then(() => note("settled"))
        const canceled = link.call("silence")
        canceled.catch(() => note("canceled"))
        canceled.cancel()
        note("first")
        tryVerify(() => testCase.order.length === 3, testCase.patience)
        compare(testCase.order, ["first", "settled", "canceled"])
    }
    function test_handlersAreCalledInTheirOrder() {
        const call = echo(1)
        for (let i = 0; i < 10; ++i)
            call.then(() => note(i))
        compare(outcomeOf(call), 1)
        compare(testCase.order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
    function test_aHandlerMayRunAnEventLoop() {
        const calls = [link.call("silence"), link.call("silence"), link.call("silence")]
        calls[0].catch(() => {
            tryVerify(() => testCase.order.length === 2, testCase.patience)
            note("0")
        })
        calls[1].catch(() => note("1"))
        calls[2].catch(() => note("2"))
        calls.forEach(call => call.cancel())
        tryVerify(() => testCase.order.length === 3, testCase.patience)
        compare(testCase.order, ["1", "2", "0"])
    }
    function test_whatHasNoHandlerIsPassedOn() {
        compare(outcomeOf(echo(1).then().then(undefined, () => 2).then(5)), 1)
        compare(outcomeOf(fail("x").then(() => 1).then(null).finally(() => 3)).message, "x")
        compare(outcomeOf(fail("x").then(() => 1).catch(error => error.message + "y")), "xy")
        compare(outcomeOf(echo(1).finally(() => fail("at the end"))).message, "at the end")
    }
    function test_whatAHandlerReturnsIsWaitedFor_data() {
        return [{ tag: "a call", make: () => echo(5), brings: 5 },
                { tag: "a call that fails", make: () => fail("x"), brings: "x" },
                { tag: "a chain", make: () => echo(5).then(value => value + 1), brings: 6 },
                { tag: "a promise", make: () => new Promise(resolve => resolve(7)), brings: 7 },
                { tag: "a promise that fails", make: () => Promise.reject(new Error("y")), brings: "y" },
                { tag: "a promise of a call", make: () => Promise.resolve(echo(8)), brings: 8 },
                { tag: "a stranger", make: () => ({then: (resolve, reject) => { resolve(9); reject(1); throw 2 }}), brings: 9 },
                { tag: "a stranger's mistake", make: () => ({then: () => { throw new Error("z") }}), brings: "z" },
                { tag: "a stranger of strangers", make: () => ({then: resolve => resolve({then: end => end(3)})}), brings: 3 },
                { tag: "a function", make: () => Object.assign(() => 1, {then: resolve => resolve(4)}), brings: 4 },
                { tag: "no promise", make: () => ({then: 5}), brings: {then: 5} }]
    }
    function test_whatAHandlerReturnsIsWaitedFor(row: var) {
        const outcome = outcomeOf(echo(1).then(row.make))
        compare(outcome instanceof Error ? outcome.message : outcome, row.brings)
    }
    function test_nothingWaitsForItself() {
        const promise = echo(1).then(() => promise)
        verify(outcomeOf(promise) instanceof TypeError)
    }
    function test_othersWaitForThem() {
        compare(outcomeOf(Promise.resolve(echo(1).then(value => value + 1))), 2)
        compare(outcomeOf(Promise.race([link.call("silence", [], {timeout: 20000}), echo(1)])), 1)
        compare(outcomeOf(Promise.all([echo(1), fail("x").catch(error => error.message)])), [1, "x"])
    }
    function test_aLongChainEnds() {
        let chain = echo(0)
        for (let i = 0; i < 1000; ++i)
            chain = chain.then(value => value + 1)
        compare(outcomeOf(chain), 1000)
    }
    function test_whoAlwaysComesAgainStopsNobody() {
        const call = echo(0)
        let goesOn = true
        const again = () => {
            if (goesOn)
                call.then(again)
            else
                note("ended")
        }
        again()
        settleDown()
        goesOn = false
        tryVerify(() => testCase.order.length === 1, testCase.patience)
    }
    function test_aRunReturnsWhatItReturns() {
        compare(outcomeOf(Heliograph.run(function*() { return echo(3) })), 3)
        compare(outcomeOf(Heliograph.run(function*() { return fail("x") })).message, "x")
        compare(outcomeOf(Heliograph.run(function*() { return Promise.resolve(4) })), 4)
        compare(outcomeOf(Heliograph.run(function*() { return yield Heliograph.run(function*() { return yield 5 }) })), 5)
    }
    function test_aRunReturnsWhateverItReturns() {
        compare(outcomeOf(Heliograph.run(function*() { return {get then() { throw new Error("a trap") }} })).message, "a trap")
        compare(outcomeOf(Heliograph.run(function*() { yield {get then() { throw new Error("a trap") }} })).message, "a trap")
        verify(outcomeOf(Heliograph.run(() => ({next() {}}))) instanceof TypeError)
        compare(Heliograph.run(function*() { return [1, 2] }).result, [1, 2]) // at once
        const itself = Heliograph.run(function*() { yield 0; return itself })
        verify(outcomeOf(itself) instanceof TypeError)
        const waits = Heliograph.run(function*() { yield 0; yield waits })
        verify(outcomeOf(waits) instanceof TypeError)
    }
    function test_aRunInABindingRunsOnce_data() {
        return [{ tag: "ends at once" }, { tag: "fails at once" }]
    }
    function test_aRunInABindingRunsOnce(row: var) {
        const page = pages.createObject(testCase, {what: row.tag})
        compare(page.run.running, false)
        compare(page.run.result, row.tag === "ends at once" ? 5 : undefined)
        verify(row.tag === "ends at once" || page.run.error instanceof Error)
        settleDown()
        compare(testCase.order, [row.tag])
        page.destroy()
    }
    function test_aRunThatIsGivenAwayEndsWithItsOwner() {
        testCase.owner = owners.createObject(testCase)
        const inner = Heliograph.run(function*() { yield link.call("silence") }).within(testCase.owner)
        const outer = Heliograph.run(function*() { yield inner }, testCase)
        testCase.owner.destroy()
        compare(outcomeOf(outer).codeName, "Canceled")
        verify(!inner.running)
        compare(inner.error.codeName, "Canceled")
    }
    function test_aRunEndsWithWhomItsCallIsGivenTo() {
        testCase.owner = owners.createObject(testCase)
        let call
        const run = Heliograph.run(function*() {
            call = link.call("silence")
            yield Promise.all([call])
        })
        call.within(testCase.owner)
        testCase.owner.destroy()
        tryVerify(() => !run.running, testCase.patience)
    }
    function test_aCanceledRunDoesWhatIsLeftForTheEnd() {
        const run = Heliograph.run(function*() {
            try {
                yield 0
                note("never")
            } finally {
                note(yield echo("first"))
                note(yield echo("second"))
            }
        })
        run.cancel()
        tryVerify(() => testCase.order.length === 2, testCase.patience)
        compare(testCase.order, ["first", "second"])
        Heliograph.run(() => ({next: () => ({done: false, value: 0})})).cancel() // an iterator needs no return()
        settleDown()
    }
    function test_mistakesOfCanceledRunsAreLogged() {
        ignoreWarning(/^an error that nobody handles: .*Error: lost$/)
        const run = Heliograph.run(function*() {
            yield 0
            run.cancel()
            throw new Error("lost")
        })
        settleDown()
        verify(!run.running)
    }
    function test_theEndMayWaitForWhoIsGone() {
        testCase.owner = owners.createObject(testCase)
        const call = link.call("slow.later").within(testCase.owner)
        const end = echo(1).finally(() => call)
        testCase.owner.destroy()
        tryVerify(() => testCase.owner === null, testCase.patience)
        link.call("speak")
        compare(outcomeOf(end), 1)
    }
    function test_whatFailedBeforeItWasCanceledIsLogged() {
        ignoreWarning(/^fail failed, and nobody handles it: Error: before$/)
        const call = fail("before")
        call.within(testCase)
        tryVerify(() => !call.running, testCase.patience)
        call.cancel()
        settleDown()
    }
    function test_aRunMayWaitForOneThatIsGone() {
        testCase.owner = owners.createObject(testCase)
        const inner = Heliograph.run(function*() { yield link.call("silence") }, testCase.owner)
        const outer = Heliograph.run(function*() {
            try {
                yield inner
            } catch (error) {
                return error.codeName
            }
        }, testCase)
        inner.then(() => note("never"), () => note("never"))
        testCase.owner.destroy()
        compare(outcomeOf(outer), "Canceled")
        verify(!inner.running)
        compare(testCase.order, [])
    }
    // For owners that the engine destroys as its last deed, when this program has ended else.
    function test_theEngineMayEndWhileRunsWait() {
        for (let i = 0; i < 30; ++i) {
            testCase.kept.push(owners.createObject(null))
            Heliograph.run(function*() { yield new Promise(() => {}) }, testCase.kept[i])
        }
    }
    function test_whatNobodyHandlesIsLogged() {
        ignoreWarning(/^fail failed, and nobody handles it: Error: one$/)
        fail("one")
        settleDown()
        ignoreWarning(/^an error that nobody handles: Error: two$/)
        fail("two").then(() => 1).then(() => 2)
        settleDown()
        ignoreWarning(/^an error that nobody handles: .*Error: three$/)
        echo(1).then(() => { throw new Error("three") }).finally(() => 1)
        settleDown()
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

        QtObject {
            id: page

            property string what
            property var run: Heliograph.run(function*() {
                testCase.note(page.what)
                if (page.what === "fails at once")
                    throw new Error("at once")
                return 5
            })
        }
    }
    Component {
        id: owners

        QtObject {}
    }
}
