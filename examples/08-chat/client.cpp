// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "chatwindow.h"
#include "look.h"

#include <QtCore/QCommandLineParser>
#include <QtWidgets/QApplication>

// example-chat [--dark | --light] [--name <name>] [endpoint]: a window of the chat that example-chat-server holds together.

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("dark"), QStringLiteral("Dark, whatever the system is.")});
    parser.addOption({QStringLiteral("light"), QStringLiteral("Light, whatever the system is.")});
    parser.addOption({QStringLiteral("name"), QStringLiteral("Who you are."), QStringLiteral("name"),
                      qEnvironmentVariable("USER", QStringLiteral("guest"))});
    parser.addPositionalArgument(QStringLiteral("endpoint"), QStringLiteral("Where the server listens."));
    parser.process(application);

    const bool isDark =
        parser.isSet(QStringLiteral("dark")) || (!parser.isSet(QStringLiteral("light")) && systemIsDark());
    applyLook(isDark);
    ChatWindow window(parser.value(QStringLiteral("name")),
                      parser.positionalArguments().value(0, QStringLiteral("ipc:///tmp/heliograph-chat")));
    window.show();
    return QApplication::exec();
}
