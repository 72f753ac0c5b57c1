// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml

// A lamp: what it is, without any window or link.
QtObject {
    property bool on: true
    // From 0 to 1, as the rest of QML counts them.
    property real hue: 0.1
    property real brightness: 0.8

    readonly property list<QtObject> _colours: [
        QtObject { readonly property string name: "amber"; readonly property real hue: 0.1 },
        QtObject { readonly property string name: "mint"; readonly property real hue: 0.42 },
        QtObject { readonly property string name: "sky"; readonly property real hue: 0.56 },
        QtObject { readonly property string name: "violet"; readonly property real hue: 0.73 },
        QtObject { readonly property string name: "rose"; readonly property real hue: 0.94 }
    ]

    // Takes the next of its colours, and returns its name.
    function takeNextColour(): string {
        let next = _colours[0]
        for (let i = _colours.length - 1; i >= 0 && _colours[i].hue > hue + 0.001; --i)
            next = _colours[i]
        hue = next.hue
        return next.name
    }
}
