// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic

// Shows the target, and lets one choose another.
Rectangle {
    id: card

    required property real target

    signal chosen(real celsius)

    implicitHeight: content.implicitHeight + 36
    radius: 16
    color: palette.base

    Column {
        id: content

        anchors.fill: parent
        anchors.margins: 18
        spacing: 10

        Item {
            width: parent.width
            height: shown.implicitHeight

            Label {
                anchors.baseline: shown.baseline
                color: palette.placeholderText
                font.pixelSize: 14
                text: qsTr("Target")
            }
            Label {
                id: shown

                objectName: "target"
                anchors.right: parent.right
                color: card.enabled ? palette.text : palette.placeholderText
                font.pixelSize: 20
                font.weight: Font.DemiBold
                text: isNaN(card.target) ? "–" : slider.value.toFixed(1) + " °C"
            }
        }
        Slider {
            id: slider

            objectName: "slider"
            width: parent.width
            height: 26
            padding: 0
            from: 5
            to: 30
            stepSize: 0.5
            snapMode: Slider.SnapAlways
            value: isNaN(card.target) ? from : card.target
            onMoved: card.chosen(value)

            background: Rectangle {
                y: slider.height / 2 - height / 2
                width: slider.width
                height: 6
                radius: 3
                color: palette.mid

                Rectangle {
                    width: 12 + slider.visualPosition * (slider.width - 24)
                    height: parent.height
                    radius: 3
                    color: slider.enabled ? palette.highlight : palette.placeholderText
                }
            }
            handle: Rectangle {
                x: slider.visualPosition * (slider.width - width)
                y: slider.height / 2 - height / 2
                width: 24
                height: 24
                radius: 12
                color: slider.pressed ? palette.light : "white"
                border.width: slider.activeFocus || slider.pressed ? 3 : 2
                border.color: slider.enabled ? palette.highlight : palette.placeholderText
            }
        }
        Item {
            width: parent.width
            height: least.implicitHeight

            Label {
                id: least

                color: palette.placeholderText
                font.pixelSize: 12
                text: slider.from + "°"
            }
            Label {
                anchors.right: parent.right
                color: palette.placeholderText
                font.pixelSize: 12
                text: slider.to + "°"
            }
        }
    }
}
