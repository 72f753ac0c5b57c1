// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// What tst_qmlmembers asks of a Diary; what each member is told of is counted.
QtObject {
    id: page

    property string url
    property int changes: 0
    property var failures: []
    readonly property bool ready: diary.ready
    readonly property int level: diary.level
    readonly property string numbers: String(diary.numbers)
    property var outcome
    readonly property Client client: Client {
        url: page.url
    }
    readonly property Diary diary: Diary {
        client: page.client
        name: "diary"
        onAnyChanged: page.changes += 1
        onDayChanged: page.changes += 1
        onMomentChanged: page.changes += 1
        onNumbersChanged: page.changes += 1
        onWriteFailed: (property, reason) => page.failures = page.failures.concat([property + " " + reason.codeName])
    }

    function write(name: var, value: var) {
        diary[name] = value
    }
    function writeDate() {
        diary.any = new Date(Date.UTC(2026, 0, 2, 3, 4, 5))
    }
    function writeNumbers() {
        diary.numbers = [4, 5]
    }
    function writeAndCall() {
        for (let i = 1; i <= 5; ++i)
            diary.level = i
        diary.call("read").then(level => { page.outcome = level })
    }
    function writeAndRename() {
        diary.level = 1
        diary.level = 2
        diary.name = "other"
    }
    function ask() {
        client.call("diary.read").then(level => { page.outcome = level })
    }
    function leave() {
        diary.client = null
    }
}
