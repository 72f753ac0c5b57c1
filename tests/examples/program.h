// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

/// A program of the example in \a folder: that of this build, or one that was built elsewhere, below HELIOGRAPH_EXAMPLES.
inline QString program(const char *folder, const char *name)
{
    return qEnvironmentVariable("HELIOGRAPH_EXAMPLES", QStringLiteral(EXAMPLE_PROGRAMS)) + u'/'
           + QLatin1String(folder) + u'/' + QLatin1String(name);
}
