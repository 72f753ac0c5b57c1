// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick

// A round bulb, and its glow around it.
Canvas {
    id: bulb

    required property bool on
    required property color light
    // From 0 to 1.
    required property real strength
    readonly property color glass: on ? light : palette.mid

    onStrengthChanged: requestPaint()
    onGlassChanged: requestPaint()
    onPaint: {
        const context = getContext("2d")
        context.reset()
        context.translate(width / 2, height / 2)
        const radius = 0.3 * Math.min(width, height)
        if (on) {
            const reach = Math.min(width, height) / 2
            const glow = context.createRadialGradient(0, 0, radius, 0, 0, reach)
            glow.addColorStop(0, Qt.rgba(glass.r, glass.g, glass.b, 0.2 + 0.4 * strength))
            glow.addColorStop(1, Qt.rgba(glass.r, glass.g, glass.b, 0))
            context.fillStyle = glow
            context.beginPath()
            context.arc(0, 0, reach, 0, 2 * Math.PI)
            context.fill()
        }
        context.fillStyle = glass
        context.beginPath()
        context.arc(0, 0, radius, 0, 2 * Math.PI)
        context.fill()
    }
}
