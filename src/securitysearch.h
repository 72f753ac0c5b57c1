// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "objecthome.h"
#include "serversecurity.h"

namespace heliograph {

/// Has \a security, a ServerSecurity or ClientSecurity, look for what sockets need. What is there at once is told by \a now, before this returns; what
/// has to be worked out, by \a late, in the thread of \a object, unless that is gone by then.
template <typename Security, typename Now, typename Late>
void searchSecurity(const Security &security, QObject *object, Now now, Late late)
{
    const auto isNow = std::make_shared<bool>(true); // looked at in this thread only
    security.find(
        [home = std::make_shared<ObjectHome>(object), isNow, now, late](const FoundSecurity &found) {
            if (home->isHere() && *isNow)
                now(found);
            else
                home->post([late, found] { late(found); });
        });
    *isNow = false;
}

} // namespace heliograph
