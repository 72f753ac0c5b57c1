// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick

// The ten values of one sensor, wherever it is.
Column {
    property var sensor

    Reading { value: parent.sensor.v0 ?? 0 }
    Reading { value: parent.sensor.v1 ?? 0 }
    Reading { value: parent.sensor.v2 ?? 0 }
    Reading { value: parent.sensor.v3 ?? 0 }
    Reading { value: parent.sensor.v4 ?? 0 }
    Reading { value: parent.sensor.v5 ?? 0 }
    Reading { value: parent.sensor.v6 ?? 0 }
    Reading { value: parent.sensor.v7 ?? 0 }
    Reading { value: parent.sensor.v8 ?? 0 }
    Reading { value: parent.sensor.v9 ?? 0 }
}
