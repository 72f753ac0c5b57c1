// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// The members of a remote object by name. "members" is a DynamicMembers of dynamicmembers.h.
export function makeProxy(members) {
    const values = members.values
    const call = members.call // each time that is asked for it is made anew
    const methods = new Map()
    const sure = new Map() // those of the methods that are there
    members.membersChanged.connect(() => sure.clear())
    // What the engine asks any object for. These are answered here, unless the remote object has them.
    const own = new Map([
        ["toString", () => "[object RemoteObject]"],
        ["toJSON", () => "[object RemoteObject]"],
        ["valueOf", function() { return this }],
        ["hasOwnProperty", name => members.has(name)],
    ])

    function method(name) {
        if (!methods.has(name))
            methods.set(name, (...args) => call(name, args))
        return methods.get(name)
    }

    return new Proxy({}, {
        get(target, name) {
            const found = sure.get(name)
            if (found) {
                members.known // a binding hears when that changes
                return found
            }
            if (typeof name !== "string" || name === "then") // a promise it is not
                return undefined
            const value = values["." + name] // a binding hears of its changes
            if (value !== undefined)
                return value
            if (members.known && members.hasMethod(name)) {
                if (!members.hasProperty(name)) // whose value goes first
                    sure.set(name, method(name))
                return method(name)
            }
            if (own.has(name))
                return own.get(name)
            if (members.known)
                return undefined
            // Nobody knows yet what it is. What a binding asks for is a value, all else wants to be called.
            const probe = members.probe()
            probe.value
            return probe.isWatched() ? undefined : method(name)
        },
        set(target, name, value) {
            members.write(name, value)
            return true
        },
        has(target, name) { return members.has(name) },
    })
}
