// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Heliograph

ApplicationWindow {
    id: window

    required property string url
    // Follows the system, unless somebody says otherwise.
    property bool dark: system.window.hslLightness < 0.5

    width: 380
    height: 640
    minimumWidth: 320
    minimumHeight: 560
    visible: true
    title: qsTr("Thermostat")

    palette {
        window: window.dark ? "#14171c" : "#f4f5f7"
        windowText: window.dark ? "#f2f4f7" : "#1a1e24"
        base: window.dark ? "#1e2229" : "#ffffff"
        text: window.dark ? "#f2f4f7" : "#1a1e24"
        placeholderText: window.dark ? "#a3adba" : "#59626e"
        mid: window.dark ? "#353c47" : "#dfe3e8"
        highlight: window.dark ? "#fb923c" : "#c2410c"
        light: window.dark ? "#3a2a1c" : "#fdeee4"
    }

    SystemPalette {
        id: system
    }
    Client {
        id: link

        url: window.url
    }
    Thermostat {
        id: thermostat

        client: link
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 20
        spacing: 16

        RowLayout {
            Layout.fillWidth: true

            Label {
                Layout.fillWidth: true
                text: qsTr("Living room")
                font.pixelSize: 22
                font.weight: Font.DemiBold
            }
            LinkState {
                state: link.state
                dark: window.dark
            }
        }
        Banner {
            Layout.fillWidth: true
            state: link.state
            dark: window.dark
        }
        Gauge {
            Layout.fillWidth: true
            Layout.fillHeight: true
            value: thermostat.temperature
            target: thermostat.target
            heating: thermostat.heating
            live: thermostat.ready
        }
        TargetSlider {
            Layout.fillWidth: true
            target: thermostat.target
            enabled: thermostat.ready
            onChosen: celsius => thermostat.target = celsius
        }
    }
}
