// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// A page that tst_qmlcalls destroys while it waits, and whose functions need its ids.
QtObject {
    id: visitor

    required property Client client
    required property var onCalled // is told that one of its functions was called
    property var current
    property int seen: 0
    readonly property RemoteObject adder: RemoteObject {
        client: visitor.client
        name: "adder"
    }

    function ask() {
        visitor.current = adder.call("later", [1])
        visitor.current.then(value => { visitor.seen = value; visitor.onCalled() })
        return visitor.current
    }
    function askWithin() {
        visitor.current = client.call("adder.later", [1]).within(visitor)
        visitor.current.then(value => { visitor.seen = value; visitor.onCalled() })
        return visitor.current
    }
    function runOwnerless() {
        visitor.current = Heliograph.run(function*() {
            visitor.seen = yield adder.call("later", [1])
            visitor.onCalled()
        })
        return visitor.current
    }
    function runOwnerlessAll() {
        visitor.current = Heliograph.run(function*() {
            visitor.seen = (yield Promise.all([adder.call("later", [1])]))[0]
            visitor.onCalled()
        })
        return visitor.current
    }
    function runInside() {
        visitor.current = Heliograph.run(function*() {
            yield Heliograph.run(function*() {
                visitor.seen = (yield Promise.all([client.call("adder.later", [1])]))[0]
                visitor.onCalled()
            })
        }, visitor)
        return visitor.current
    }
    function runInsideOwnerless() {
        visitor.current = Heliograph.run(function*() {
            yield Heliograph.run(function*() {
                visitor.seen = yield client.call("adder.later", [1])
                visitor.onCalled()
            }, visitor)
        })
        return visitor.current
    }
    function run() {
        visitor.current = Heliograph.run(function*() {
            visitor.seen = yield client.call("adder.later", [1])
            visitor.onCalled()
        }, visitor)
        return visitor.current
    }
}
