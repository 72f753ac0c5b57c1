// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import Heliograph

// Says in a word what the link is like, with a coloured dot.
Row {
    id: linkState

    required property int state
    required property bool dark

    spacing: 7

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: 10
        height: 10
        radius: 5
        color: {
            switch (linkState.state) {
            case Client.Connected: return linkState.dark ? "#4ade80" : "#15803d"
            case Client.Unresponsive: return linkState.dark ? "#fbbf24" : "#b45309"
            default: return linkState.dark ? "#f87171" : "#b91c1c"
            }
        }
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        color: palette.placeholderText
        font.pixelSize: 13
        font.weight: Font.Medium
        text: {
            switch (linkState.state) {
            case Client.Connected: return qsTr("Live")
            case Client.Unresponsive: return qsTr("Silent")
            default: return qsTr("Offline")
            }
        }
    }
}
