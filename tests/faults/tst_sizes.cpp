// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "endpoints.h"
#include "size.h"

#include <QtTest/qsignalspy.h>

using namespace heliograph;
using namespace std::chrono_literals;

/// Payloads of every size, and very many of them.
class TestSizes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }

    void everySizeArrivesWhole();
    void tooLargeIsAnErrorBeforeItIsSent();
    void aBurstOfEventsKeepsItsOrder();
    void thousandsOfCallsAtOnceKeepTheirOrder();
};

namespace {

class Bell : public QObject
{
    Q_OBJECT
Q_SIGNALS:
    void rung(int number);
};

/// So many bytes, each of which says where it should be.
QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 31 + i / 251) & 0xff);
    return bytes;
}

} // namespace

void TestSizes::everySizeArrivesWhole()
{
    const qsizetype largest = sizeOr<qsizetype>(20, 1024) * 1024 * 1024;
    Connection link({.limits = {.maxPayload = largest}}, {.limits = {.maxPayload = largest}});
    link.server.expose("echo", [](const QByteArray &bytes) { return bytes; });
    QVERIFY(link.isEstablished());
    QSignalSpy lost(&link.client, &Channel::disconnected);
    QList<qsizetype> sizes{0, 1, 200'000, largest - 100};
    for (qsizetype power = 16; power < largest; power *= 4)
        sizes << power - 1 << power << power + 1;
    for (const qsizetype size : std::as_const(sizes)) {
        const QByteArray bytes = pattern(size);
        const QFuture<QByteArray> call =
            link.client.method("echo").withTimeout(10min).call<QByteArray>(bytes);
        while (!call.isFinished())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QVERIFY2(call.result() == bytes, QByteArray::number(size).constData());
    }
    QVERIFY(lost.isEmpty());
}

void TestSizes::tooLargeIsAnErrorBeforeItIsSent()
{
    Connection link({.limits = {.maxPayload = 100'000}}, {.limits = {.maxPayload = 50'000}});
    int runs = 0;
    link.server.expose("take", [&](const QByteArray &bytes) {
        ++runs;
        return bytes;
    });
    QVERIFY(link.isEstablished());
    QCOMPARE(errorOf(link.client.call<QByteArray>("take", QByteArray(100'001, 'x'))).code(),
             ErrorCode::TooLarge);
    QCOMPARE(runs, 0);
    // The answer is larger than the caller takes.
    QCOMPARE(errorOf(link.client.call<QByteArray>("take", QByteArray(60'000, 'x'))).code(),
             ErrorCode::TooLarge);
    QCOMPARE(runs, 1);
    QCOMPARE(valueOf(link.client.call<QByteArray>("take", QByteArray(40'000, 'x'))).size(), 40'000);
}

void TestSizes::aBurstOfEventsKeepsItsOrder()
{
    Connection link({.limits = {.unreadBytes = qsizetype(1) << 30}});
    Bell bell;
    link.server.expose("bell", &bell);
    const int count = sizeOr(100'000, 1'000'000);
    int received = 0;
    link.client.connectSignal("bell.rung", this, [&](int number) { received += number == received; });
    QSignalSpy subscribed(&link.client, &Channel::signalConnected);
    QSignalSpy dropped(&link.client, &Channel::eventsLost);
    QVERIFY(waitUntil([&] { return !subscribed.isEmpty(); }));
    for (int i = 0; i < count; ++i)
        Q_EMIT bell.rung(i);
    QVERIFY(waitUntil([&] { return received == count; }));
    QVERIFY(dropped.isEmpty());
}

void TestSizes::thousandsOfCallsAtOnceKeepTheirOrder()
{
    Connection link;
    int expected = 0;
    bool isOrdered = true;
    link.server.expose("take", [&](int number) {
        isOrdered &= number == expected++;
        return number;
    });
    QVERIFY(link.isEstablished());
    constexpr int count = 10'000;
    QList<QFuture<int>> calls;
    for (int i = 0; i < count; ++i)
        calls.append(link.client.call<int>("take", i));
    for (int i = 0; i < count; ++i)
        QCOMPARE(valueOf(calls[i]), i);
    QVERIFY(isOrdered);
    QCOMPARE(expected, count);
}

QTEST_GUILESS_MAIN(TestSizes)
#include "tst_sizes.moc"
