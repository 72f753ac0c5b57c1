// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import { atWork, Failed, Fulfilled, Outcome, Pending, Thenable } from "./thenable.mjs"

export { start, work } from "./thenable.mjs"

// A call that is under way, or over. Its reply settles it.
class Call extends Thenable {
    get running() { return this.reply.running }
    get result() { return this.reply.result }
    get error() {
        this.isHandled = true
        return this.reply.error
    }

    cancel() { this.reply.cancel() }

    complaint() {
        return this.reply.name + " failed, and nobody handles it"
    }
}

export function makeCall(reply) {
    atWork.run?.adopt(reply)
    return new Call(reply)
}

// As makeCall(), of a run, which says itself whose it is.
export function makeRun(reply) {
    return new Call(reply)
}

export function settle(call, hasFailed, value) {
    call.settle(hasFailed ? Failed : Fulfilled, value)
}

// Runs a generator, which waits for what it yields; call ends as it does. The calls that it makes are its owner's; one that has no owner
// ends with those of its calls, as whoever waits for them may never hear of them (Promise.all).
export function run(generatorFunction, call) {
    const reply = call.reply
    let generator
    let isReturning = false
    function work(method, value) {
        const outer = atWork.run
        atWork.run = reply
        try {
            return generator[method](value)
        } finally {
            atWork.run = outer
        }
    }
    // The first step asks no reply how it is: a binding that it is part of would wait for changes of that.
    function step(method, sent) {
        let done, value
        try {
            ({done, value} = work(method, sent))
        } catch (error) {
            end(true, error)
            return
        }
        if (done && call.state !== Pending)
            return // it was canceled
        const source = sourceOf(value)
        if (done && source.state !== Pending)
            end(source.state === Failed, source.value)
        else
            source.listen({react() { (done ? end : resume)(source.state === Failed, source.value) }})
    }
    // What is settled as value is, or with it.
    function sourceOf(value) {
        if (value instanceof Thenable && value !== call) {
            value.isHandled = true
            reply.endWith(value.reply)
            return value
        }
        const source = new Outcome(reply)
        source.isHandled = true
        if (value === call)
            source.settle(Failed, new TypeError("A run cannot wait for itself."))
        else
            source.resolve(value)
        return source
    }
    function resume(hasFailed, value) {
        if (reply.orphaned) {
            reply.abandon()
            return
        }
        if (call.state === Pending || isReturning) {
            step(hasFailed ? "throw" : "next", value)
        } else if (typeof generator.return === "function") {
            isReturning = true // it was canceled, and does what is left for the end
            step("return")
        }
    }
    function end(hasFailed, value) {
        if (!hasFailed)
            reply.succeed(value)
        else if (call.state === Pending)
            reply.fail(value)
        else
            new Outcome(reply).settle(Failed, value) // for the log
    }
    if (reply.hasOwner())
        atWork.run?.endWith(reply)
    else
        atWork.run?.adopt(reply)
    reply.endWithOwner()
    try {
        generator = generatorFunction()
    } catch (error) {
        reply.fail(error)
        return
    }
    step("next", undefined)
}
