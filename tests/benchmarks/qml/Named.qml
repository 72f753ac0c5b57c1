// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import QtQuick
import Heliograph

// Of remote objects whose members are found by their names.
Page {
    id: page

    required property string url
    readonly property Client link: Client {
        url: page.url
    }

    sensors: Array.from({length: 20}, (none, index) => link.remote("sensor" + index))
}
