// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/pendingcall.h>

#include "codec/exceptiontable.h"

namespace heliograph {

PendingCall::PendingCall() = default;
PendingCall::~PendingCall() = default;

std::exception_ptr PendingCall::exceptionFor(const Error &error)
{
    return restoreException(error);
}

Error PendingCall::wrongResult(const Decoder &decoder)
{
    return Error(ErrorCode::WrongResult,
                 QStringLiteral("The result is not of the type asked for: ") + decoder.error() + u'.');
}

} // namespace heliograph
