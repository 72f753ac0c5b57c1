// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick

// One of the two hundred bindings.
Text {
    property real value

    objectName: "reading"
    width: 76
    text: value.toFixed(1)
}
