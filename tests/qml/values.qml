// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlvalues sends and gets; "outcome" is what came.
QtObject {
    id: page

    property string url
    property var outcome
    readonly property Client client: Client {
        url: page.url
    }
    readonly property var samples: ({
        none: null,
        missing: undefined,
        list: [1, 2.5, "x", [true]],
        map: {a: {b: 1}},
        date: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
        bytes: new Uint8Array([1, 2, 255]).buffer,
        big: Heliograph.int64("9007199254740993"),
        negative: Heliograph.int64("-9223372036854775808"),
        largest: Heliograph.int64("18446744073709551615"),
        whole: 3e9 + Math.round(0.4), // held as a floating point number
        wholes: [3e9, {in: -9007199254740991}, -0, 9007199254740992, 2.5],
        url: Qt.url("http://example.org/a"),
        rect: Qt.rect(1, 2, 3, 4),
    })

    // How the server's value of that name looks from here.
    function look(name: var) {
        client.call("give", [name]).then(value => {
            page.outcome = [typeof value, value instanceof Date, Array.isArray(value),
                            value instanceof ArrayBuffer, String(value)]
        })
    }
    function part(name: var, key: var) {
        client.call("give", [name]).then(value => { page.outcome = [typeof value[key], value[key]] })
    }
    function bytes() {
        client.call("give", ["bytes"]).then(value => { page.outcome = Array.from(new Uint8Array(value)).join() })
    }
    function send(name: var) {
        client.call("take", [page.samples[name]]).then(kind => { page.outcome = kind })
    }
    function sendAll() {
        client.call("take", [[page.samples.big, {in: page.samples.date}]]).then(kind => { page.outcome = kind })
    }
    function take(name: var) {
        client.call("takeInteger", [page.samples[name]]).then(number => { page.outcome = String(number) })
    }
    function noInteger() {
        try {
            Heliograph.int64("1e3")
        } catch (error) {
            return error instanceof RangeError
        }
    }
}
