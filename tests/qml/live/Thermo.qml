// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// The Thermostat of thermostat.h, as QML declares it.
RemoteObject {
    property real target: -1
    property real temperature: -1

    signal overheated(real celsius, string where)
}
