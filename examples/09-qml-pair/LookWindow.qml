// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick
import QtQuick.Controls.Basic

// The look of both windows, light or dark as the system is, unless somebody says otherwise.
ApplicationWindow {
    id: window

    required property string url
    property bool dark: system.window.hslLightness < 0.5

    width: 340
    height: 460
    minimumWidth: 300
    minimumHeight: 420
    visible: true

    palette {
        window: window.dark ? "#14171c" : "#f4f5f7"
        windowText: window.dark ? "#f2f4f7" : "#1a1e24"
        base: window.dark ? "#1e2229" : "#ffffff"
        text: window.dark ? "#f2f4f7" : "#1a1e24"
        placeholderText: window.dark ? "#a3adba" : "#59626e"
        mid: window.dark ? "#353c47" : "#dfe3e8"
        highlight: window.dark ? "#c4b5fd" : "#6d28d9"
        highlightedText: window.dark ? "#1c1333" : "#ffffff"
    }

    SystemPalette {
        id: system
    }
}
