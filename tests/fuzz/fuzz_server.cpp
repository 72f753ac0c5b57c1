// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "hostilepeer.h"

#include <QtCore/qcoreapplication.h>

// The session as a server has it, with a peer that may send anything.

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const QCoreApplication application(*argc, *argv);
    fuzz::beQuiet();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz::Exposures exposures;
    fuzz::HostilePeer(heliograph::PeerRole::Server, exposures, fuzz::Input(data, size)).run();
    return 0;
}
