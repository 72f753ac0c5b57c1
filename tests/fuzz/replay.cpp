// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "fuzz.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

// Runs a target on each file of a folder, without libFuzzer: what was found once stays found.

int main(int argc, char *argv[])
{
    fuzz::require(argc == 2, "one argument, the folder of the corpus");
    const QDir corpus(QString::fromLocal8Bit(argv[1]));
    LLVMFuzzerInitialize(&argc, &argv);
    const QStringList names = corpus.entryList(QDir::Files, QDir::Name);
    fuzz::require(!names.isEmpty(), "there are files in the corpus");
    for (const QString &name : names) {
        std::fprintf(stderr, "%s\n", qPrintable(name)); // so that the last one is known when the program ends
        QFile file(corpus.filePath(name));
        fuzz::require(file.open(QIODevice::ReadOnly), "the file can be read");
        const QByteArray content = file.readAll();
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(content.constData()),
                               size_t(content.size()));
    }
    std::fprintf(stderr, "%d inputs\n", int(names.size()));
    return 0;
}
