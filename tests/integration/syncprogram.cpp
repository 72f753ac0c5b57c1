// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/syncclient.h>

#include <cstdio>

// The program of tst_syncclient that has no QCoreApplication: syncprogram <endpoint>. Prints what it was answered.

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    heliograph::SyncClient client;
    client.connectToServer(QString::fromLocal8Bit(argv[1]));
    std::printf("%d\n", client.call<int>("echo", 42));
    try {
        client.call<int>("fail");
    } catch (const heliograph::Error &error) {
        std::printf("%s: %s\n", qPrintable(error.className()), qPrintable(error.message()));
    }
    return 0;
}
