// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT

#include "idle.h"

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

#include <stdexcept>

using namespace heliograph::bench;
using namespace std::chrono_literals;

class TestIdle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThreadThatWakesUpIsCounted();
    void aProcessThatIsNotThereIsAnError();
};

void TestIdle::aThreadThatWakesUpIsCounted()
{
    const QMap<QString, qint64> before = contextSwitches(QCoreApplication::applicationPid());
    int ticks = 0;
    QTimer timer;
    timer.callOnTimeout(this, [&ticks] { ++ticks; });
    timer.start(2ms); // between two ticks the thread sleeps
    QTRY_COMPARE_GE(ticks, 20);
    const QMap<QString, qint64> after = contextSwitches(QCoreApplication::applicationPid());
    const QString self =
        QString::number(QCoreApplication::applicationPid()); // the first thread has the process's id
    QVERIFY(before.contains(self));
    QVERIFY(after[self] > before[self]);
}

void TestIdle::aProcessThatIsNotThereIsAnError()
{
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(contextSwitches(-1)));
}

QTEST_GUILESS_MAIN(TestIdle)
#include "tst_idle.moc"
