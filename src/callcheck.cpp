// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "callcheck.h"

#include "wire/message.h"

#include <QtCore/qutf8stringview.h>

#include <algorithm>

namespace heliograph {

namespace {

constexpr milliseconds longestTimeout{0xffffffffLL};

} // namespace

milliseconds timeoutOf(const CallOptions &options, milliseconds usual)
{
    return std::min(options.timeout.value_or(usual), longestTimeout);
}

std::optional<Error> checkCall(QByteArrayView name, milliseconds timeout)
{
    if (name.isEmpty() || name.size() > longestName)
        return Error(
            ErrorCode::UnknownName,
            QStringLiteral("A name of %1 bytes, expected 1 to %2.").arg(name.size()).arg(longestName));
    if (!QUtf8StringView(name).isValidUtf8())
        return Error(ErrorCode::UnknownName, QStringLiteral("A name that is not valid UTF-8."));
    if (timeout <= milliseconds::zero())
        return Error(ErrorCode::TimedOut, QStringLiteral("The call had no time left when it was made."));
    return std::nullopt;
}

} // namespace heliograph
