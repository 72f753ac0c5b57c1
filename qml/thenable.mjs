// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// Promises, but not V4's: those cost more than all the rest of a call, and V4 crashes when a class is derived from them.
// What settles one calls nobody. Whoever listens is told by a job, and jobs are done in turns of their own, like those of
// Promises/A+ (https://promisesaplus.com), in the order in which they came up.

export const Pending = 0
export const Fulfilled = 1
export const Failed = 2

const jobs = []
let promises // of promises.h

// The reply of the run whose function is at work, while it is.
export const atWork = {run: undefined}

export function start(object) {
    promises = object
}

function enqueue(job) {
    if (jobs.push(job) === 1)
        promises.wake()
}

// Does the jobs that are there; those that come up meanwhile wait for the next turn, for which it wakes.
export function work() {
    let count = jobs.length
    if (count > 1)
        promises.wake() // a job may run an event loop of its own, in which the others go on
    while (count-- > 0 && jobs.length > 0)
        jobs.shift().react()
    return jobs.length > 0
}

// True of the error of what somebody gave up, or whose owner is gone. Nobody need handle that.
function isCanceled(error) {
    return error instanceof Error && error.codeName === "Canceled"
}

// Has the reply (reply.h) at its origin, and calls nobody when that is orphaned: what is left of a page that was destroyed finds its
// own ids to be null.
export class Thenable {
    constructor(reply) {
        this.reply = reply
        this.state = Pending
        this.value = undefined // what it brought, or why it failed
        this.listeners = undefined // the last one of a ring
        this.isHandled = false
    }

    then(onResult, onError) {
        const outcome = new Outcome(this.reply, onResult, onError)
        this.listen(outcome)
        return outcome
    }

    catch(onError) {
        return this.then(undefined, onError)
    }

    finally(onEnd) {
        if (typeof onEnd !== "function")
            return this.then()
        const end = () => {
            const outcome = new Outcome(this.reply)
            outcome.resolve(onEnd())
            return outcome
        }
        return this.then(value => end().then(() => value), error => end().then(() => { throw error }))
    }

    // Calls nobody any more once owner is destroyed.
    within(owner) {
        this.reply.setOwner(owner)
        atWork.run?.endWith(this.reply)
        return this
    }

    // Makes listener.react() a job as soon as this is settled. It listens to nothing else meanwhile.
    listen(listener) {
        this.isHandled = true
        listener.source = this
        if (this.state !== Pending) {
            enqueue(listener)
            return
        }
        const last = this.listeners
        listener.next = last ? last.next : listener
        if (last)
            last.next = listener
        this.listeners = listener
    }

    settle(state, value) {
        this.state = state
        this.value = value
        const last = this.listeners
        if (last) {
            this.listeners = undefined
            let listener = last.next
            last.next = undefined
            while (listener) {
                const next = listener.next
                listener.next = undefined // who keeps one does not keep the others
                enqueue(listener)
                listener = next
            }
        }
        if (state === Failed && !this.isHandled && !isCanceled(value))
            promises.failed(this, value, this.complaint())
    }
}

// What then() has returned, and its handlers.
export class Outcome extends Thenable {
    constructor(reply, onResult, onError) {
        super(reply)
        this.onResult = onResult
        this.onError = onError
        this.source = undefined
        this.next = undefined
    }

    complaint() {
        return "an error that nobody handles"
    }

    react() {
        const source = this.source
        const handler = source.state === Failed ? this.onError : this.onResult
        this.onResult = this.onError = this.source = undefined
        if (typeof handler !== "function") {
            this.settle(source.state, source.value)
            return
        }
        if (this.reply.orphaned) {
            this.settle(Failed, promises.canceled()) // for a run that lives, and waits for this
            return
        }
        let result
        try {
            result = handler(source.value)
        } catch (error) {
            this.settle(Failed, error)
            return
        }
        this.resolve(result)
    }

    // Ends as result does, if that is a promise, or else with it.
    resolve(result) {
        if (result === null || (typeof result !== "object" && typeof result !== "function"))
            this.settle(Fulfilled, result)
        else if (result === this)
            this.settle(Failed, new TypeError("A promise cannot wait for itself."))
        else if (result instanceof Thenable)
            result.listen(this)
        else
            this.follow(result)
    }

    follow(stranger) {
        let then
        try {
            then = stranger.then
        } catch (error) {
            this.settle(Failed, error)
            return
        }
        if (typeof then !== "function") {
            this.settle(Fulfilled, stranger)
            return
        }
        let isOver = false // a stranger may say more than one thing
        const once = end => value => {
            if (!isOver) {
                isOver = true
                end(value)
            }
        }
        const succeed = once(value => this.resolve(value))
        const fail = once(error => this.settle(Failed, error))
        enqueue({react: () => {
            if (this.reply.orphaned) {
                fail(promises.canceled())
                return
            }
            try {
                then.call(stranger, succeed, fail)
            } catch (error) {
                fail(error)
            }
        }})
    }
}
