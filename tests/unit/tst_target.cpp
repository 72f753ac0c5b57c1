// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/target.h"

#include <QtCore/qsemaphore.h>
#include <QtCore/qthread.h>
#include <QtTest/qtest.h>

#include <future>

using namespace heliograph;

class TestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anObjectOfThisThreadIsHere();
    void anObjectOfAnotherThreadIsElsewhere();
    void aDeadObjectIsGone();
    void anObjectOfAnEndedThreadIsGone();
    void tasksRunInTheObjectsThread();
    void itRemembersWhatTheObjectWas();
};

void TestTarget::anObjectOfThisThreadIsHere()
{
    QObject object;
    const std::shared_ptr<Target> target = Target::watch(&object);
    QCOMPARE(target->place(), Target::Place::Here);
    QCOMPARE(target->object(), &object);
}

void TestTarget::anObjectOfAnotherThreadIsElsewhere()
{
    QThread thread;
    QObject object;
    const std::shared_ptr<Target> target = Target::watch(&object);
    object.moveToThread(&thread);
    thread.start();
    QCOMPARE(target->place(), Target::Place::Elsewhere);
    thread.quit();
    thread.wait();
}

void TestTarget::aDeadObjectIsGone()
{
    auto object = std::make_unique<QObject>();
    const std::shared_ptr<Target> target = Target::watch(object.get());
    object.reset();
    QCOMPARE(target->place(), Target::Place::Gone);
    QCOMPARE(target->object(), nullptr);
    QVERIFY(!target->post([] { QFAIL("ran for a dead object"); }));
}

void TestTarget::anObjectOfAnEndedThreadIsGone()
{
    QThread thread;
    QObject object;
    const std::shared_ptr<Target> target = Target::watch(&object);
    object.moveToThread(&thread);
    thread.start();
    thread.quit();
    thread.wait();
    QCOMPARE(target->place(), Target::Place::Gone);
}

void TestTarget::tasksRunInTheObjectsThread()
{
    QThread thread;
    QObject object;
    const std::shared_ptr<Target> target = Target::watch(&object);
    object.moveToThread(&thread);
    thread.start();
    std::promise<QThread *> ranIn;
    QVERIFY(target->post([&] { ranIn.set_value(QThread::currentThread()); }));
    QCOMPARE(ranIn.get_future().get(), &thread);
    thread.quit();
    thread.wait();
}

void TestTarget::itRemembersWhatTheObjectWas()
{
    auto object = std::make_unique<QThread>();
    object->setObjectName(QStringLiteral("spinner"));
    const std::shared_ptr<Target> target = Target::watch(object.get());
    object.reset();
    QVERIFY(target->description().startsWith(u"QThread at 0x"));
    QVERIFY(target->description().endsWith(u"\"spinner\""));
}

QTEST_GUILESS_MAIN(TestTarget)
#include "tst_target.moc"
