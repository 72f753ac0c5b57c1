// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/password.h>

#include <QtCore/qdebug.h>
#include <QtTest/qtest.h>

using namespace heliograph;

template <typename T>
concept Printable = requires(QDebug debug, const T &value)
{
    debug << value;
};
static_assert(Printable<QByteArray>);
static_assert(!Printable<Password>);

/// What a client has shown of its password.
class TestPassword : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsTheDefault();
    void itIsACopyOfBytes();
    void copiesShareItsMemory();
    void onlyTheSameAreEqual();
};

void TestPassword::noneIsTheDefault()
{
    const Password none;
    QVERIFY(none.isEmpty());
    QVERIFY(none.view().isEmpty());
    QVERIFY(none == Password(""));
}

void TestPassword::itIsACopyOfBytes()
{
    QByteArray bytes("ses\0me\xff", 7);
    const Password password = bytes;
    bytes.fill('x');
    QCOMPARE(password.view(), QByteArrayView("ses\0me\xff", 7));
}

void TestPassword::copiesShareItsMemory()
{
    std::optional<Password> first = Password("sesame");
    const Password second = *first;
    const char *const memory = second.view().data();
    QCOMPARE(static_cast<const void *>(first->view().data()), static_cast<const void *>(memory));
    first.reset();
    QCOMPARE(static_cast<const void *>(second.view().data()), static_cast<const void *>(memory));
    QCOMPARE(second.view(), QByteArrayView("sesame"));
}

void TestPassword::onlyTheSameAreEqual()
{
    QVERIFY(Password("sesame") == Password(QByteArray("sesame")));
    for (const char *other : {"", "Sesame", "sesam", "sesames"}) {
        QVERIFY(Password("sesame") != Password(other));
        QVERIFY(Password(other) != Password("sesame"));
    }
}

QTEST_APPLESS_MAIN(TestPassword)
#include "tst_password.moc"
