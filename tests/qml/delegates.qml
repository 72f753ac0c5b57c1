// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQml
import Heliograph

// Remote objects that a model makes, for tst_qmlmembers.
QtObject {
    id: page

    property string url
    readonly property Client client: Client {
        url: page.url
    }
    readonly property Instantiator diaries: Instantiator {
        model: ["diary", "other"]
        delegate: Diary {
            required property int index
            required property string modelData

            name: modelData
        }
        onObjectAdded: (index, object) => (object as Diary).client = page.client
    }

    property var part: null
    readonly property Instantiator parts: Instantiator {
        model: 1
        delegate: QtObject {
            required property int index
            readonly property Diary diary: Diary {
                property int index: -1

                name: "diary"
            }
        }
        onObjectAdded: (index, object) => {
            page.part = object
            page.part.diary.client = page.client
        }
    }

    function indexOfPart(): var {
        return page.part.diary.index
    }
    function levelOf(index: var): var {
        return (diaries.objectAt(index) as Diary).level
    }
}
