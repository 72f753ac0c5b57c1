// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlcalls asks of calls; "outcome" is what came of it.
QtObject {
    id: page

    property string url
    property var outcome
    property var current: null
    readonly property bool currentRuns: current?.running ?? false
    readonly property var currentResult: current?.result
    property Visitor visitor: null
    property Component visitors: Component {
        Visitor {}
    }
    property var later: null
    readonly property Client client: Client {
        url: page.url
    }
    readonly property RemoteObject adder: RemoteObject {
        client: page.client
        name: "adder"
    }

    function visit(function_: var) {
        page.visitor = page.visitors.createObject(null, {client: page.client, onCalled: () => { page.outcome = "called" }})
        page.current = page.visitor[function_]()
    }
    function leave() {
        page.visitor.destroy()
    }
    function waitForLater() {
        client.call("adder.later", [1]).then(value => { page.later = value })
    }
    function add() {
        client.call("add", [2, 4]).then(value => { page.outcome = value })
    }
    function fail(name: var) {
        client.call(name, ["too hot"]).catch(error => {
            page.outcome = [error instanceof Error, error.code, error.codeName, error.className, error.message,
                            error.details]
        })
    }
    function all() {
        Promise.all([client.call("add", [1, 1]), client.call("add", [2, 2]), 7])
            .then(values => { page.outcome = values })
    }
    function allWithFailure() {
        Promise.all([client.call("add", [1, 1]), client.call("fail", ["x"])])
            .then(() => { page.outcome = "fine" }, error => { page.outcome = error.message })
    }
    function chain() {
        client.call("add", [1, 1]).then(value => client.call("add", [value, 5])).then(value => value * 2)
            .finally(() => page.outcome = "ended").then(value => { page.outcome = value })
    }
    function watch() {
        page.current = client.call("adder.later", [5])
        return [page.current.running, page.current.result === undefined, page.current.error === undefined]
    }
    function readError() {
        return page.current.error?.codeName
    }
    function cancel() {
        page.current.catch(error => { page.outcome = error.codeName })
        page.current.cancel()
    }
    function forget() {
        client.call("fail", ["nobody looks"])
    }
    function forgetChain() {
        client.call("fail", ["nobody looks"]).then(value => { page.outcome = value })
    }
    function throwInThen() {
        client.call("add", [1, 1]).then(value => { page.outcome = value; throw new Error("my own") })
    }
    function forgetCanceled() {
        const call = client.call("adder.later", [1])
        call.then(() => { page.outcome = "never" })
        call.cancel()
        page.outcome = call.running
    }
    function handleLate() {
        page.current = client.call("fail", ["late"])
    }
    function run() {
        Heliograph.run(function*() {
            const sum = yield client.call("add", [2, 4])
            let failure
            try {
                yield client.call("fail", ["in between"])
            } catch (error) {
                failure = error.message
            }
            const both = yield Promise.all([client.call("add", [sum, 1]), client.call("add", [sum, 2])])
            return [sum, failure, yield 5, both]
        }).then(value => { page.outcome = value })
    }
    function runAndFail() {
        Heliograph.run(function*() { yield client.call("fail", ["uncaught"]) })
            .catch(error => { page.outcome = error.message })
    }
    function runNothing() {
        Heliograph.run(5).catch(error => { page.outcome = error instanceof TypeError })
    }
    function runAndCancel() {
        let steps = 0
        const run = Heliograph.run(function*() {
            try {
                yield client.call("add", [1, 1])
                steps += 1
            } finally {
                page.outcome = steps
            }
        })
        run.cancel()
    }
    function failAtOnce(how: var) {
        const never = () => client.call("add", [function() {}, 1])
        const caught = () => { page.outcome = "caught" }
        if (how === "run")
            Heliograph.run(function*() { yield never() }).catch(caught)
        else if (how === "all")
            Promise.all([never()]).catch(caught)
        else
            client.call("add", [1, 1]).then(never).catch(caught)
    }
    function throwUndefined() {
        Heliograph.run(function*() { throw undefined })
            .then(() => { page.outcome = "fine" }, error => { page.outcome = "failed " + error })
    }
    function mistake() {
        Heliograph.run(function*() { page.nothing.at.all })
    }
    function named(property: var) {
        const text = client.remote("adder")
        return [String(text), JSON.stringify({remote: text}), text.hasOwnProperty("later")]
    }
    function callWith(name: var, argument: var, options: var) {
        client.call(name, [argument], options).then(value => { page.outcome = value },
                                                    error => { page.outcome = error.codeName })
    }
    function callObjectWith(options: var) {
        adder.call("subtract", [], options).then(value => { page.outcome = value })
    }
    function notify() {
        client.notify("note", ["one"])
        adder.notify("note", ["two"])
        client.notify("note", [], {named: {text: "three"}})
        client.notify("note", ["never"], {nonsense: 1})
    }
    property var counts: ({run: 0, then: 0}) // no binding hears of them
    property Component jobs: Component {
        QtObject {
            id: job

            required property Client client
            property var run: Heliograph.run(function*() {
                page.counts.run += 1
                page.outcome = yield job.client.call("add", [2, 4])
            })
            property var call: job.client.call("add", [2, 4])
        }
    }
    property QtObject job: null

    function runInBinding() {
        page.job = page.jobs.createObject(page, {client: page.client})
    }
    function countOf(what: var): var {
        return page.counts[what]
    }
    function waitForVisitor() {
        page.visitor = page.visitors.createObject(null, {client: page.client, onCalled: () => {}})
        page.current = Heliograph.run(function*() {
            try {
                page.outcome = yield client.call("adder.later", [1]).within(page.visitor).then(value => value + 1)
            } catch (error) {
                page.outcome = error.codeName
            }
        }, page)
    }
    function returnThenable() {
        const thenable = {then: resolve => { page.counts.then += 1; resolve(3) }}
        client.call("add", [1, 1]).then(() => thenable).then(value => { page.outcome = value })
    }
    function returnTrap() {
        client.call("add", [1, 1]).then(() => ({get then() { throw new Error("a trap") }}))
    }
    function endWithNothing() {
        client.call("add", [1, 1]).finally(undefined).then(value => { page.outcome = value })
    }
    function throwWhenCanceled() {
        const run = Heliograph.run(function*() {
            try {
                yield client.call("add", [1, 1])
            } finally {
                throw new Error("in the end")
            }
        })
        run.cancel()
    }
    function sendFunction() {
        client.call("add", [function() {}, 1]).catch(error => { page.outcome = error.message })
    }
}
