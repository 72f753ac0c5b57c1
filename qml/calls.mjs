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
        const reply = this.reply
        const guard = handler => typeof handler === "function" ? value => reply.isOrphaned() ? undefined : handler(value)
                                                               : undefined
        return new Outcome(reply, this.promises, promise.then(guard(onResult), guard(onError)))
    }

    catch(onError) {
        return this.then(undefined, onError)
    }

    finally(onEnd) {
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

// What then() has returned. When it fails, and nobody wants to know, that is logged.
class Outcome extends Thenable {
    constructor(reply, promises, promise) {
        super(reply, promises)
        this.promise = promise
        this.isHandled = false
        const self = this // an arrow function in the constructor of a derived class has no "this" in V4
        promise.then(undefined, error => promises.failed(self, error))
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
        this.reply.noteHandled()
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
    function step(method, value) {
        if (reply.isOrphaned())
            return
        if (!reply.running) { // canceled
            generator.return()
            return
        }
        let next
        const outer = runner
        runner = reply
        try {
            next = generator[method](value)
        } catch (error) {
            reply.fail(error)
            return
        } finally {
            runner = outer
        }
        if (next.done) {
            reply.succeed(next.value)
            return
        }
        const isCall = next.value instanceof Thenable
        if (isCall)
            reply.endWith(next.value.reply)
        const outcome = isCall ? next.value.outcome() : Promise.resolve(next.value)
        outcome.then(result => step("next", result), error => step("throw", error))
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
