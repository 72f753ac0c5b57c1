// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

// The members of a remote object by name. "members" is a DynamicMembers of dynamicmembers.h.
export function makeProxy(members) {
    const values = members.values
    const methods = {}

    function method(name) {
        if (!methods.hasOwnProperty(name))
            methods[name] = (...args) => members.call(name, args)
        return methods[name]
    }

    return new Proxy({}, {
        get(target, name) {
            if (typeof name !== "string" || name === "then") // a promise it is not
                return undefined
            const value = values["." + name] // a binding hears of its changes
            if (value !== undefined)
                return value
            if (members.known)
                return members.hasMethod(name) ? method(name) : undefined
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
