// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Heliograph

// The server: a lamp that others switch.
LookWindow {
    id: window

    title: qsTr("Lamp")

    Lamp {
        id: lamp
    }
    Server {
        id: server

        url: window.url

        Exposed {
            name: "lamp"
            object: lamp
            writable: true
        }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 20
        spacing: 12

        Label {
            text: qsTr("Lamp")
            font.pixelSize: 22
            font.weight: Font.DemiBold
        }
        Bulb {
            objectName: "bulb"
            Layout.fillWidth: true
            Layout.fillHeight: true
            on: lamp.on
            light: Qt.hsla(lamp.hue, 0.9, 0.35 + 0.3 * lamp.brightness, 1)
            strength: lamp.brightness
        }
        Label {
            objectName: "summary"
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            color: palette.placeholderText
            font.pixelSize: 14
            text: {
                if (server.error !== "")
                    return server.error
                const remotes = [qsTr("no remote control"), qsTr("one remote control")][server.clients]
                              ?? qsTr("%1 remote controls").arg(server.clients)
                return (lamp.on ? qsTr("On") : qsTr("Off")) + " · " + remotes
            }
        }
    }
}
