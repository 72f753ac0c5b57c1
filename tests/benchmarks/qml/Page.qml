// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick

// Two hundred values on one page.
Window {
    id: page

    required property var sensors

    width: 800
    height: 400
    visible: true

    Grid {
        columns: 10
        spacing: 4

        Repeater {
            model: 20
            delegate: Rows {
                required property int index

                sensor: page.sensors[index]
            }
        }
    }
}
