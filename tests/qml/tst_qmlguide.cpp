// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "page.h"

#include <QtCore/qdir.h>

/// The QML in the guide can be loaded as it stands.
class TestQmlGuide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnWarnings(); }
    void aBlockIsAWholeFile_data();
    void aBlockIsAWholeFile();
};

void TestQmlGuide::aBlockIsAWholeFile_data()
{
    QTest::addColumn<QString>("file");
    const QDir folder(QStringLiteral(QML_GUIDE));
    const QStringList files = folder.entryList({QStringLiteral("*.qml")});
    QVERIFY(!files.isEmpty());
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << folder.filePath(file);
}

void TestQmlGuide::aBlockIsAWholeFile()
{
    QFETCH(QString, file);
    QQmlEngine engine;
    // tests/package has an installed one.
    engine.addImportPath(qEnvironmentVariable("HELIOGRAPH_QML_IMPORT_PATH", QStringLiteral(QML_IMPORT_PATH)));
    QQmlComponent component(&engine, QUrl::fromLocalFile(file));
    const std::unique_ptr<QObject> root(component.create());
    QVERIFY2(root, qPrintable(component.errorString()));
}

QTEST_GUILESS_MAIN(TestQmlGuide)

#include "tst_qmlguide.moc"
