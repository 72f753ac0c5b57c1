// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <QtCore/QCommandLineParser>
#include <QtGui/QGuiApplication>
#include <QtQml/QQmlApplicationEngine>

// example-qml-pair [--dark | --light] lamp|remote [endpoint]: opens one of two windows. What they do is all in QML.

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("dark"), QStringLiteral("Dark, whatever the system is.")});
    parser.addOption({QStringLiteral("light"), QStringLiteral("Light, whatever the system is.")});
    parser.addPositionalArgument(QStringLiteral("window"),
                                 QStringLiteral("lamp, the server, or remote, the client."));
    parser.addPositionalArgument(QStringLiteral("endpoint"), QStringLiteral("Where the server listens."));
    parser.process(application);
    const QString window = parser.positionalArguments().value(0);
    if (window != u"lamp" && window != u"remote")
        parser.showHelp(2);

    QVariantMap properties{{QStringLiteral("url"), parser.positionalArguments().value(
                                                       1, QStringLiteral("ipc:///tmp/heliograph-lamp"))}};
    if (parser.isSet(QStringLiteral("dark")) || parser.isSet(QStringLiteral("light")))
        properties.insert(QStringLiteral("dark"), parser.isSet(QStringLiteral("dark")));

    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(HELIOGRAPH_QML_IMPORT_PATH));
    engine.setInitialProperties(properties);
    engine.load(QUrl(window == u"lamp" ? QStringLiteral("qrc:/LampServer.qml")
                                       : QStringLiteral("qrc:/RemoteControl.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
