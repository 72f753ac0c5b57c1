// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Heliograph

// Tells what is wrong with the link; not there while nothing is.
Rectangle {
    id: banner

    required property int state
    required property bool dark

    readonly property bool isSilent: state === Client.Unresponsive
    readonly property color ink: isSilent ? (dark ? "#ffd98a" : "#6b4500") : (dark ? "#ffb9b0" : "#8c1c13")

    objectName: "banner"
    visible: state !== Client.Connected
    implicitHeight: texts.implicitHeight + 24
    radius: 12
    color: isSilent ? (dark ? "#3a2f14" : "#fdf0d0") : (dark ? "#45201d" : "#fde5e2")

    Column {
        id: texts

        anchors.fill: parent
        anchors.margins: 12
        spacing: 3

        Label {
            objectName: "problem"
            width: parent.width
            wrapMode: Text.Wrap
            color: banner.ink
            font.pixelSize: 14
            font.weight: Font.DemiBold
            text: banner.isSilent ? qsTr("The thermostat does not answer") : qsTr("The thermostat is not there")
        }
        Label {
            width: parent.width
            wrapMode: Text.Wrap
            color: banner.ink
            font.pixelSize: 13
            text: banner.isSilent ? qsTr("Its heartbeat is lost. What you see may be old.")
                                  : qsTr("Looking for it. What you see is what it said last.")
        }
    }
}
