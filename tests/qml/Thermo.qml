// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// The Thermostat of thermostat.h, as QML declares it.
RemoteObject {
    property real target: -1
    property real temperature
    property string label
    property int level
    property bool _expanded: false
    readonly property string summary: label + " " + temperature

    signal overheated(real celsius, string where)
    signal switched(int mode)
    signal _local()

    function mean(minutes: int): var { return call("mean", [minutes]) }
}
