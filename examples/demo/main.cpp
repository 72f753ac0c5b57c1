// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "story.h"
#include "thermostat.h"

#include <QtCore/qcoreapplication.h>

// Without arguments: tells the story, with a server process of its own. With "serve <endpoint>": is that process.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == u"serve")
        return serve(arguments[2]);
    if (arguments.size() > 1) {
        qCritical("usage: heliograph-demo [serve <endpoint>]");
        return 2;
    }
    return Story().tell() ? 0 : 1;
}
