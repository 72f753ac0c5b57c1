// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/sparebuffer.h"

#include <QtTest/qtest.h>

#include <thread>

using namespace heliograph;

class TestSpareBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() // empties what earlier tests left
    {
        for (std::size_t i = 0; i < SpareBuffer::count; ++i)
            (void)SpareBuffer::take();
    }
    void memoryIsKept();
    void tooLargeBuffersAreNot();
    void sharedBuffersAreNot();
    void onlyAFewAreKept();
    void eachThreadHasItsOwn();
};

void TestSpareBuffer::memoryIsKept()
{
    QByteArray buffer(1000, 'x');
    const char *const where = buffer.constData();
    SpareBuffer::giveBack(std::move(buffer));
    const QByteArray again = SpareBuffer::take();
    QVERIFY(again.isEmpty());
    QVERIFY(again.capacity() >= 1000);
    QCOMPARE(static_cast<const void *>(again.constData()), static_cast<const void *>(where));
    QCOMPARE(SpareBuffer::take().capacity(), 0);
}

void TestSpareBuffer::tooLargeBuffersAreNot()
{
    SpareBuffer::giveBack(QByteArray(SpareBuffer::largest + 1, 'x'));
    QCOMPARE(SpareBuffer::take().capacity(), 0);
}

void TestSpareBuffer::sharedBuffersAreNot()
{
    QByteArray buffer(1000, 'x');
    const QByteArray copy = buffer;
    SpareBuffer::giveBack(std::move(buffer));
    QCOMPARE(SpareBuffer::take().capacity(), 0);
    QCOMPARE(copy, QByteArray(1000, 'x'));
}

void TestSpareBuffer::onlyAFewAreKept()
{
    for (std::size_t i = 0; i < SpareBuffer::count + 1; ++i)
        SpareBuffer::giveBack(QByteArray(1000, 'x'));
    std::size_t kept = 0;
    while (SpareBuffer::take().capacity() > 0)
        ++kept;
    QCOMPARE(kept, SpareBuffer::count);
}

void TestSpareBuffer::eachThreadHasItsOwn()
{
    SpareBuffer::giveBack(QByteArray(1000, 'x'));
    qsizetype there = -1;
    std::thread([&] { there = SpareBuffer::take().capacity(); }).join();
    QCOMPARE(there, 0);
    QVERIFY(SpareBuffer::take().capacity() >= 1000);
}

QTEST_APPLESS_MAIN(TestSpareBuffer)
#include "tst_sparebuffer.moc"
