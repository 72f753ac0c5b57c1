// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Heliograph

// The client: a remote control. There may be several, which all show the same.
LookWindow {
    id: window

    title: qsTr("Remote control")

    Client {
        id: link

        url: window.url
    }
    RemoteLamp {
        id: lamp

        client: link
        onHueChanged: answer.text = "" // comes before the answer of who has changed it
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 20
        spacing: 16

        Label {
            text: qsTr("Remote control")
            font.pixelSize: 22
            font.weight: Font.DemiBold
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: controls.implicitHeight + 36
            radius: 16
            color: palette.base

            Column {
                id: controls

                anchors.fill: parent
                anchors.margins: 18
                spacing: 20
                enabled: lamp.ready

                Item {
                    width: parent.width
                    height: power.height

                    Label {
                        anchors.verticalCenter: parent.verticalCenter
                        color: palette.text
                        font.pixelSize: 14
                        text: qsTr("Power")
                    }
                    Switch {
                        id: power

                        objectName: "power"
                        anchors.right: parent.right
                        padding: 0
                        spacing: 0
                        checked: lamp.on
                        onToggled: lamp.on = checked

                        indicator: Rectangle {
                            implicitWidth: 46
                            implicitHeight: 26
                            radius: 13
                            color: power.checked && power.enabled ? palette.highlight : palette.mid

                            Rectangle {
                                x: power.checked ? parent.width - width - 3 : 3
                                y: 3
                                width: 20
                                height: 20
                                radius: 10
                                color: "white"
                            }
                        }
                    }
                }
                StripSlider {
                    objectName: "hue"
                    width: parent.width
                    title: qsTr("Colour")
                    given: lamp.hue
                    onChosen: hue => lamp.hue = hue
                    strip: Gradient {
                        orientation: Gradient.Horizontal

                        GradientStop { position: 0; color: Qt.hsla(0, 0.85, 0.6, 1) }
                        GradientStop { position: 1 / 6; color: Qt.hsla(1 / 6, 0.85, 0.6, 1) }
                        GradientStop { position: 2 / 6; color: Qt.hsla(2 / 6, 0.85, 0.6, 1) }
                        GradientStop { position: 3 / 6; color: Qt.hsla(3 / 6, 0.85, 0.6, 1) }
                        GradientStop { position: 4 / 6; color: Qt.hsla(4 / 6, 0.85, 0.6, 1) }
                        GradientStop { position: 5 / 6; color: Qt.hsla(5 / 6, 0.85, 0.6, 1) }
                        GradientStop { position: 1; color: Qt.hsla(1, 0.85, 0.6, 1) }
                    }
                }
                StripSlider {
                    objectName: "brightness"
                    width: parent.width
                    title: qsTr("Brightness")
                    given: lamp.brightness
                    onChosen: brightness => lamp.brightness = brightness
                    strip: Gradient {
                        orientation: Gradient.Horizontal

                        GradientStop { position: 0; color: Qt.hsla(lamp.hue, 0.9, 0.35, 1) }
                        GradientStop { position: 1; color: Qt.hsla(lamp.hue, 0.9, 0.65, 1) }
                    }
                }
                Button {
                    id: next

                    objectName: "next"
                    width: parent.width
                    height: 42
                    text: qsTr("Next colour")
                    onClicked: lamp.call("takeNextColour").then(name => answer.text = qsTr("It is %1 now").arg(name),
                                                                error => answer.text = error.message)

                    contentItem: Label {
                        horizontalAlignment: Text.AlignHCenter
                        verticalAlignment: Text.AlignVCenter
                        color: next.enabled ? palette.highlightedText : palette.placeholderText
                        font.pixelSize: 14
                        font.weight: Font.DemiBold
                        text: next.text
                    }
                    background: Rectangle {
                        radius: height / 2
                        color: next.enabled ? palette.highlight : palette.mid
                        opacity: next.down ? 0.8 : 1
                    }
                }
            }
        }
        Label {
            id: answer

            objectName: "answer"
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            visible: lamp.ready && text !== ""
            wrapMode: Text.Wrap
            color: palette.placeholderText
            font.pixelSize: 14
        }
        Label {
            objectName: "absence"
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            visible: !lamp.ready
            wrapMode: Text.Wrap
            color: palette.windowText
            font.pixelSize: 14
            text: link.state === Client.Unresponsive ? qsTr("The lamp does not answer.")
                                                     : qsTr("There is no lamp. Looking for one.")
        }
        Item {
            Layout.fillHeight: true
        }
    }
}
