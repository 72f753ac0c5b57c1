// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"

using namespace heliograph;

namespace {

/// A type that has no form on the wire.
struct Opaque
{
    int value = 0;
};

} // namespace

class TestUnsendable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void aWrongResultTypeIsReported();
    void anArgumentThatCannotBeSentIsReported();
    void aResultThatCannotBeSentIsReported();
    void argumentsThatAreTooLargeAreNotSent();
    void aResultThatIsTooLargeIsReported();
};

void TestUnsendable::aWrongResultTypeIsReported()
{
    Connection link;
    link.server.expose("text", [] { return QStringLiteral("seven"); });
    QCOMPARE(errorOf(link.client.call<int>("text")).code(), ErrorCode::WrongResult);
}

void TestUnsendable::anArgumentThatCannotBeSentIsReported()
{
    Connection link;
    link.server.expose("take", [](int, const QString &) {});
    const QFuture<void> taken = link.client.call("take", 1, Opaque());
    QVERIFY(taken.isFinished());
    const Error error = errorOf(taken);
    QCOMPARE(error.code(), ErrorCode::EncodingFailed);
    QVERIFY2(error.message().contains(u"Argument 2"), error.what());
    QVERIFY2(error.message().contains(u"Opaque"), error.what());
}

void TestUnsendable::aResultThatCannotBeSentIsReported()
{
    Connection link;
    link.server.expose("give", [] { return Opaque(); });
    const Error error = errorOf(link.client.call("give"));
    QCOMPARE(error.code(), ErrorCode::EncodingFailed);
    QVERIFY2(error.message().contains(u"The result of give cannot be sent"), error.what());
    QVERIFY2(error.message().contains(u"Opaque"), error.what());
}

void TestUnsendable::argumentsThatAreTooLargeAreNotSent()
{
    Connection link({.limits = {.maxPayload = 1000}});
    int called = 0;
    link.server.expose("take", [&](const QByteArray &) { ++called; });
    QVERIFY(link.isEstablished());
    const Error error = errorOf(link.client.call("take", QByteArray(2000, 'x')));
    QCOMPARE(error.code(), ErrorCode::TooLarge);
    valueOf(link.client.call("take", QByteArray(100, 'x')));
    QCOMPARE(called, 1);
}

void TestUnsendable::aResultThatIsTooLargeIsReported()
{
    Connection link({}, {.limits = {.maxPayload = 1000}});
    link.server.expose("give", [](int size) { return QByteArray(size, 'x'); });
    const Error error = errorOf(link.client.call<QByteArray>("give", 2000));
    QCOMPARE(error.code(), ErrorCode::TooLarge);
    QCOMPARE(valueOf(link.client.call<QByteArray>("give", 100)).size(), 100);
}

QTEST_GUILESS_MAIN(TestUnsendable)
#include "tst_unsendable.moc"
