// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include "session/clock.h"

#include <heliograph/caller.h>
#include <heliograph/error.h>

#include <QtCore/qanystringview.h>

namespace heliograph {

/// The time that a call with \a options has, no longer than the wire can say; \a usual when it does not say.
[[nodiscard]] milliseconds timeoutOf(const CallOptions &options, milliseconds usual);

/// Why no call of \a name with \a timeout can be made; nothing when it can.
[[nodiscard]] std::optional<Error> checkCall(QByteArrayView name, milliseconds timeout);

/// Calls \a use with the UTF-8 of \a text, converted only if need be.
template <typename Use>
void withUtf8(QAnyStringView text, Use use)
{
    text.visit([&](auto view) {
        if constexpr (std::is_same_v<decltype(view), QUtf8StringView>)
            use(QByteArrayView(view.data(), view.size()));
        else
            use(QByteArrayView(text.toString().toUtf8()));
    });
}

} // namespace heliograph
