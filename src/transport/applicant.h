// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/identity.h>

#include <QtCore/qbytearray.h>

namespace heliograph {

/// Somebody who wants to be let in, and about whom nothing has been decided yet. A value.
struct Applicant
{
    /// What is known for certain; the user is not.
    Identity identity = {};
    /// Where it comes from, for a log.
    QString origin = {};
    /// See Origin.
    QByteArray group = {};
    /// Whom it says it is.
    QString claimedUser = {};
};

} // namespace heliograph
