// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qhash.h>

namespace heliograph {

/// What a record may overtake that is so large that it travels in parts. Otherwise records keep their order.
struct SendOrder
{
    enum class Kind : quint8 {
        Call,   ///< not a call to the same object
        Answer, ///< no news: what a call changed is told before its answer
        News,   ///< events, properties and what is said of subscriptions: no other news
        Free,   ///< everything
        Last    ///< nothing
    };
    Kind kind = Kind::Free;
    size_t object = 0; ///< of a Call: names the object

    /// The order of a call of \a name.
    [[nodiscard]] static SendOrder ofCall(QByteArrayView name)
    {
        return {Kind::Call, qHash(name.first(qMax(qsizetype(0), name.lastIndexOf('.'))))};
    }
    /// Whether this may leave before the end of \a large, which was written before.
    [[nodiscard]] bool mayOvertake(const SendOrder &large) const
    {
        switch (kind) {
        case Kind::Call: return large.kind != Kind::Call || large.object != object;
        case Kind::Answer:
        case Kind::News: return large.kind != Kind::News;
        case Kind::Free: return true;
        case Kind::Last: break;
        }
        return false;
    }
};

} // namespace heliograph
