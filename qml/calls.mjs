// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// The reply of the run whose function is at work, while it is.
let runner

// Promises of their own class, as V4 crashes when a class is derived from Promise. Each has the reply (reply.h) at its origin, and
// calls nobody when that is orphaned: what is left of a page that was destroyed finds its own ids to be null.
class Thenable {
    constructor(reply, promises) {
        this.reply = reply
        this.promises = promises
    }

    follow(promise, onResult, onError) {
        const outcome = new Outcome(this.reply, this.promises)
        outcome.promise = promise.then(typeof onResult === "function" ? outcome.heed(onResult) : undefined,
                                       outcome.heed(typeof onError === "function" ? onError : rethrow))
        return outcome
    }

    catch(onError) {
        return this.then(undefined, onError)
    }

    finally(onEnd) {
        if (typeof onEnd !== "function")
            return this.then()
        return this.then(value => Promise.resolve(onEnd()).then(() => value),
                         error => Promise.resolve(onEnd()).then(() => { throw error }))
    }

    // Calls nobody any more once owner is destroyed.
    within(owner) {
        this.reply.setOwner(owner)
        runner?.endWith(this.reply)
        return this
    }
}

function rethrow(error) {
    throw error
}

// What then() has returned. When it fails, and nobody wants to know, that is logged.
class Outcome extends Thenable {
    constructor(reply, promises) {
        super(reply, promises)
        this.promise = undefined // is on its way
        this.isHandled = false
    }

    // What calls handler, unless whoever gave it is gone, and sees it fail. Another promise, then() of the native one, would see it
    // too, but costs as much as all of this.
    heed(handler) {
        return value => {
            if (this.reply.orphaned)
                throw this.promises.canceled() // for a run that lives, and waits for this
            try {
                const result = handler(value)
                if (typeof result?.then !== "function")
                    return result
                const settled = Promise.resolve(result) // asks it once, for both
                settled.then(undefined, error => this.promises.failed(this, error))
                return settled
            } catch (error) {
                this.promises.failed(this, error)
                throw error
            }
        }
    }

    then(onResult, onError) {
        return this.follow(this.outcome(), onResult, onError)
    }

    // For whoever sees to it that nobody is called who is gone.
    outcome() {
        this.isHandled = true
        return this.promise
    }
}

// A call that is under way, or over. Its reply logs when it fails and nobody wants to know.
class Call extends Thenable {
    constructor(reply, promises) {
        super(reply, promises)
        this.promise = undefined // once somebody asks for it
    }

    get running() { return this.reply.running }
    get result() { return this.reply.result }
    get error() {
        this.reply.noteHandled()
        return this.reply.error
    }

    then(onResult, onError) {
        return this.follow(this.outcome(), onResult, onError)
    }

    outcome() {
        if (!this.promise)
            this.promise = new Promise((resolve, reject) => this.reply.settle(resolve, reject))
        return this.promise
    }

    cancel() { this.reply.cancel() }
}

export function makeCall(reply, promises) {
    runner?.adopt(reply)
    return new Call(reply, promises)
}

// Runs a generator, which waits for what it yields. The calls that it makes are its owner's; one that has no owner ends with those of its
// calls, as whoever waits for them may never hear of them (Promise.all).
export function run(generatorFunction, reply, promises) {
    let generator
    function work(method, value) {
        const outer = runner
        runner = reply
        try {
            return generator[method](value)
        } finally {
            runner = outer
        }
    }
    // The first step does without the questions of resume(): a binding that it is part of would wait for what they read.
    function step(method, value) {
        let next
        try {
            next = work(method, value)
        } catch (error) {
            reply.fail(error)
            return
        }
        if (next.done) {
            reply.succeed(next.value)
            return
        }
        const isCall = next.value instanceof Thenable
        if (isCall)
            reply.endWith(next.value.reply)
        const outcome = isCall ? next.value.outcome() : Promise.resolve(next.value)
        outcome.then(result => resume("next", result), error => resume("throw", error))
    }
    function resume(method, value) {
        if (reply.orphaned)
            return
        if (reply.running) {
            step(method, value)
            return
        }
        try {
            work("return") // it was canceled
        } catch (error) {
            promises.failed({reply: reply, isHandled: false}, error)
        }
    }
    if (reply.hasOwner())
        runner?.endWith(reply)
    else
        runner?.adopt(reply)
    reply.endWithOwner()
    const call = new Call(reply, promises)
    try {
        generator = generatorFunction()
    } catch (error) {
        reply.fail(error)
        return call
    }
    step("next", undefined)
    return call
}
