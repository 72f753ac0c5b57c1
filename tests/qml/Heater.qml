// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml

// What servers.qml exposes: a remote object whose every member is declared in QML.
QtObject {
    property real target: 20
    property var settings: ({mode: "eco", steps: [1, 2]})
    property int started: 0
    property QtObject secretly: null

    signal overheated(real celsius, string where)
    signal changed(var what)

    function mean(minutes: int): real {
        return minutes + target
    }
    function describe(what) {
        return {kind: typeof what, what: what, list: [what, 1], when: new Date(0)}
    }
    function failWithNumber(): real {
        throw new Error("out of order")
    }
    function failWithAnything() {
        throw new Error("out of order")
    }
    function compute(): var {
        return [3e9, Math.round(2.4), {in: 1}]
    }
    function computeNumber(): var {
        return Math.round(2.4)
    }
    function computeInteger(): int {
        return Math.round(2.4)
    }
    function start() {
        started += 1
    }
    function overheat(celsius: real) {
        overheated(celsius, "attic")
        changed({celsius: celsius})
    }
}
