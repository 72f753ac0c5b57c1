// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

#include <memory>
#include <optional>

namespace heliograph {

class ExposedObject;
class Publications;

/// One thing that a peer has subscribed to, for as long as it wants it.
struct Publication
{
    enum class Kind : quint8 {
        Signal, ///< the emissions of a signal
        Object, ///< an object's properties
        Names   ///< which objects there are
    };
    Publications *session = nullptr; ///< owns this
    std::weak_ptr<Publications> weakSession;
    quint64 id = 0; ///< the peer's
    Kind kind = Kind::Signal;
    QByteArray name;
    std::shared_ptr<ExposedObject> object; ///< null while nothing of that name is there
    QByteArray description;                ///< of the object, as the peer sees it
    size_t number = 0;                     ///< of the object's signal
    std::optional<QByteArray> types;       ///< of the signal that is, or was, heard
    quint64 lastEvent = 0;                 ///< the number of the last event, sent or dropped
    bool isAnswered = false;               ///< the peer was told something of it
    bool isMissing = false;                ///< the peer knows that nothing of that name is there
    bool isAnnounced = false;              ///< the peer knows that it has begun
    bool isFollowing = false;              ///< changes of the object are handed to it
    bool isTooLarge = false;               ///< the peer knows that it cannot have the object as it is
    QByteArrayList names;                  ///< the objects that the peer knows of, sorted
    bool hasGap = false;                   ///< something was dropped, and the peer does not know
};

} // namespace heliograph
