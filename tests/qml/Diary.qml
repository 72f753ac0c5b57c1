// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// The Diary of tst_qmlmembers: members of all kinds.
RemoteObject {
    property var any
    property var day
    property date moment
    property list<int> numbers
    property int level
}
