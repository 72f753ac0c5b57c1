// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <QtCore/QProcess>
#include <QtTest/QTest>

/// The program that measures QML measures everything.
class TestQmlBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsMeasured();
};

void TestQmlBench::everythingIsMeasured()
{
    QProcess program;
    program.start(QStringLiteral(HELIOGRAPH_BENCH_PROGRAM), {QStringLiteral("--quick")});
    QVERIFY(program.waitForFinished(100'000));
    const QByteArray told = program.readAllStandardOutput();
    QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0,
             program.readAllStandardError().constData());
    for (const char *const result :
         {"one call under way", "64 calls under way", "Local", "Declared", "Named"})
        QVERIFY2(told.contains(result), result);
}

QTEST_GUILESS_MAIN(TestQmlBench)

#include "tst_qmlbench.moc"
