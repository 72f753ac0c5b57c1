// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import Heliograph

RemoteObject {
    property real v0
    property real v1
    property real v2
    property real v3
    property real v4
    property real v5
    property real v6
    property real v7
    property real v8
    property real v9
}
