// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <QtCore/QCommandLineParser>
#include <QtGui/QGuiApplication>
#include <QtQml/QQmlApplicationEngine>

// example-thermostat [--dark | --light] [endpoint]: a window on the room of example-thermostat-server. All else is in Main.qml.

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("dark"), QStringLiteral("Dark, whatever the system is.")});
    parser.addOption({QStringLiteral("light"), QStringLiteral("Light, whatever the system is.")});
    parser.addPositionalArgument(QStringLiteral("endpoint"), QStringLiteral("Where the server listens."));
    parser.process(application);

    QVariantMap properties{
        {QStringLiteral("url"),
         parser.positionalArguments().value(0, QStringLiteral("ipc:///tmp/heliograph-thermostat"))}};
    if (parser.isSet(QStringLiteral("dark")) || parser.isSet(QStringLiteral("light")))
        properties.insert(QStringLiteral("dark"), parser.isSet(QStringLiteral("dark")));

    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(HELIOGRAPH_QML_IMPORT_PATH));
    engine.setInitialProperties(properties);
    engine.load(QUrl(QStringLiteral("qrc:/Main.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
