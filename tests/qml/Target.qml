// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import Heliograph

// No more of a thermostat than its target.
RemoteObject {
    property real target: -1
}
