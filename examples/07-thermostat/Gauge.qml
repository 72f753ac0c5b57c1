// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic

// The temperature, in digits and as an arc on which the target is marked.
Item {
    id: gauge

    required property real value
    required property real target
    required property bool heating
    // Whether the values are true.
    required property bool live
    property real from: 5
    property real to: 30

    implicitWidth: 260
    implicitHeight: 260

    Canvas {
        id: dial

        readonly property real value: gauge.value
        readonly property real wanted: gauge.target
        readonly property color track: palette.mid
        readonly property color filled: gauge.live ? palette.highlight : palette.placeholderText
        readonly property color mark: palette.windowText

        // In radians; the gap is below.
        function angle(celsius: real): real {
            const part = Math.min(1, Math.max(0, (celsius - gauge.from) / (gauge.to - gauge.from)))
            return (0.75 + 1.5 * part) * Math.PI
        }
        function arc(context: var, celsius: real, color: color) {
            context.beginPath()
            context.arc(width / 2, height / 2, width / 2 - 10, angle(gauge.from), angle(celsius))
            context.strokeStyle = color
            context.stroke()
        }
        function dot(context: var, celsius: real) {
            const reach = width / 2 - 10
            context.beginPath()
            context.arc(width / 2 + reach * Math.cos(angle(celsius)), height / 2 + reach * Math.sin(angle(celsius)),
                        4, 0, 2 * Math.PI)
            context.fillStyle = mark
            context.fill()
        }

        anchors.centerIn: parent
        width: Math.min(parent.width, parent.height, 280)
        height: width
        onValueChanged: requestPaint()
        onWantedChanged: requestPaint()
        onTrackChanged: requestPaint()
        onFilledChanged: requestPaint()
        onMarkChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            context.lineCap = "round"
            context.lineWidth = 14
            arc(context, gauge.to, track)
            if (!isNaN(value))
                arc(context, value, filled)
            if (!isNaN(wanted))
                dot(context, wanted)
        }
    }
    Column {
        anchors.centerIn: dial
        spacing: 2

        Label {
            objectName: "temperature"
            anchors.horizontalCenter: parent.horizontalCenter
            color: gauge.live ? palette.windowText : palette.placeholderText
            font.pixelSize: 58
            font.weight: Font.Light
            text: isNaN(gauge.value) ? "–" : gauge.value.toFixed(1) + "°"
        }
        Label {
            objectName: "activity"
            anchors.horizontalCenter: parent.horizontalCenter
            color: gauge.live && gauge.heating ? palette.highlight : palette.placeholderText
            font.pixelSize: 14
            font.weight: Font.Medium
            text: !gauge.live ? qsTr("last known") : gauge.heating ? qsTr("heating") : qsTr("resting")
        }
    }
}
