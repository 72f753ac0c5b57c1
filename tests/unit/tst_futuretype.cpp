// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "meta/futuretype.h"

#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class Futures : public QObject
{
    Q_OBJECT
public:
    Q_INVOKABLE QFuture<int> number() { return {}; }
    Q_INVOKABLE QFuture<QString> text() { return {}; }
    Q_INVOKABLE QFuture<void> nothing() { return {}; }
};

class TestFutureType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void futuresAreToldByTheirType();
    void othersAreNone();
    void theFirstResultIsFound();
    void aFutureWithoutResultHasNone();
};

void TestFutureType::futuresAreToldByTheirType()
{
    const QMetaObject &meta = Futures::staticMetaObject;
    const auto resultOf = [&](const char *method) {
        return futureType(meta.method(meta.indexOfMethod(method)).returnMetaType());
    };
    QCOMPARE(resultOf("number()")->result, QMetaType::fromType<int>());
    QCOMPARE(resultOf("text()")->result, QMetaType::fromType<QString>());
    QCOMPARE(resultOf("nothing()")->result.id(), int(QMetaType::Void));
}

void TestFutureType::othersAreNone()
{
    QVERIFY(!futureType(QMetaType::fromType<int>()));
    QVERIFY(!futureType(QMetaType::fromType<QList<int>>()));
    QVERIFY(!futureType(QMetaType()));
}

void TestFutureType::theFirstResultIsFound()
{
    QPromise<QString> promise;
    promise.start();
    promise.addResult(QStringLiteral("first"));
    promise.addResult(QStringLiteral("second"));
    promise.finish();
    const QFuture<QString> future = promise.future();
    const std::optional<FutureType> type = futureType(QMetaType::fromType<QFuture<QString>>());
    const void *const result = type->access.firstResult(type->access.erase(&future));
    QVERIFY(result);
    QCOMPARE(*static_cast<const QString *>(result), QStringLiteral("first"));
}

void TestFutureType::aFutureWithoutResultHasNone()
{
    QPromise<int> promise;
    promise.start();
    promise.finish();
    QCOMPARE(firstFutureResult(QFuture<void>(promise.future())), nullptr);
}

QTEST_APPLESS_MAIN(TestFutureType)
#include "tst_futuretype.moc"
