// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/sodiumready.h"

#include <QtCore/qlogging.h>

#include <sodium.h>

namespace heliograph {

void ensureSodium()
{
    static const int result = sodium_init();
    if (result < 0)
        qFatal("heliograph: libsodium finds no random numbers in this system");
}

} // namespace heliograph
