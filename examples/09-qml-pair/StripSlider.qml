// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic

// Chooses a value from 0 to 1 on a coloured strip. A value that comes from elsewhere moves its handle too.
Column {
    id: control

    required property string title
    required property real given
    required property Gradient strip
    readonly property real shown: slider.value

    signal chosen(real value)

    spacing: 8

    Label {
        color: palette.text
        font.pixelSize: 14
        text: control.title
    }
    Slider {
        id: slider

        objectName: "slider"
        width: parent.width
        height: 26
        padding: 0
        value: control.given
        onMoved: control.chosen(value)

        background: Rectangle {
            y: slider.height / 2 - height / 2
            width: slider.width
            height: 10
            radius: 5
            gradient: control.strip
            opacity: slider.enabled ? 1 : 0.4
        }
        handle: Rectangle {
            x: slider.visualPosition * (slider.width - width)
            y: slider.height / 2 - height / 2
            width: 24
            height: 24
            radius: 12
            color: "white"
            border.width: slider.activeFocus ? 3 : 2
            border.color: slider.enabled ? palette.text : palette.mid
        }
    }
}
