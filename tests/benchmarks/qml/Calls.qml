// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// Calls from QML to their promises.
QtObject {
    id: page

    property alias channel: client.channel
    readonly property Client link: Client {
        id: client
    }
    readonly property var sensor: client.remote("sensor0")

    signal finished(string problem)

    // Makes calls, as many at once as is said.
    function run(calls: int, atOnce: int) {
        let toMake = calls
        let toCome = calls
        const failed = error => page.finished(error.message)
        function next() {
            if (toMake-- > 0)
                page.sensor.add(2, 4).then(came, failed)
        }
        function came(sum) {
            if (sum !== 6)
                return page.finished("The sum is " + sum)
            if (--toCome === 0)
                page.finished("")
            else
                next()
        }
        for (let i = 0; i < atOnce; ++i)
            next()
    }
}
